"""Sites that a series does not know on its target: the mechanical part of the conversion.

Parameters in definitions and declarations, arguments in calls; what a body means is a person's business.
"""

from patchkit.porting.completion.fold import apart, folded, listed
from patchkit.porting.completion.orders import Order, orders_of
from patchkit.porting.completion.plan import Orders

__all__ = ["Order", "Orders", "apart", "folded", "listed", "orders_of"]
