"""Judgements over facts and placements: one rule a file, a plain engine, no rule knows another."""

from patchkit.rules.engine import RULES, Judgement, judge
from patchkit.rules.intent import judge_intent

__all__ = ["RULES", "Judgement", "judge", "judge_intent"]
