/* Calls by name: calls.scm. */
static int user(struct dev *dev, int n)
{
        plain(1, 2);
//      ^ @call.name
        if (nested(inner(n)))
//          ^ @call.name
//                 ^ @call.name
                return (kept)(n);
//                      ^ @call.name
        (*starred)(n);
//        ^ @call.name
        (&addressed)(n);
//        ^ @call.name
        dev->ops->through_a_pointer(n);
        (*dev->op)(n);
        return sizeof(n) + other_line(n,
//                         ^ @call.name
                                      n);
}
