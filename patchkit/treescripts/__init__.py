"""Runs checkpatch.pl and get_maintainer.pl of a tree and reads what they say; only when asked to.

They are programs of that tree. They run as copies, in a folder of ours with nothing but what they need,
a clean environment and a time limit; that keeps them from writing into the tree by habit, not by malice.
Refuses to run anything else of a tree.
"""

from patchkit.treescripts.checkpatch import run_checkpatch
from patchkit.treescripts.maintainers import run_get_maintainer
from patchkit.treescripts.outcome import Outcome
from patchkit.treescripts.sandbox import Sandbox, sandbox_of

__all__ = ["Outcome", "Sandbox", "run_checkpatch", "run_get_maintainer", "sandbox_of"]
