"""What a maintainer finds in the mails themselves, before any code is looked at: rules over a Series.

Each rule is one small file; `engine.SUBMIT_RULES` names them all. A rule may ask a git history, and says
nothing where there is none. Refuses to look into trees: that is `patchkit.rules`, over facts.
"""

from patchkit.submit.engine import SUBMIT_RULES, judge_submission

__all__ = ["SUBMIT_RULES", "judge_submission"]
