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

int chosen(int c, struct dev *dev, long x)
{
        (c ? one : other)(dev);
//           ^ @call.name
//                 ^ @call.name
        (c ? &first : &second)(dev);
//            ^ @call.name
//                     ^ @call.name
        return _Generic(x, long: of_a_long, struct dev *: of_a_device)(x);
//                               ^ @call.name
//                                                        ^ @call.name
}
