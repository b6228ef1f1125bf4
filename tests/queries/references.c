/* Names used as values: references.scm. */
static struct ops table = {
        .direct = one,
//                ^ @reference.initializer
        .cast = (op_t)two,
//                    ^ @reference.initializer
        .chosen = COND ? three : four,
//                       ^ @reference.initializer
//                               ^ @reference.initializer
        .number = 5,
};
static op_t list[] = { five, (op_t)six, &seven };
//                     ^ @reference.initializer
//                                 ^ @reference.initializer
//                                       ^ @reference.address
static op_t pointer = eight;
//                    ^ @reference.initializer
static op_t with_cast = (op_t)eight;
//                            ^ @reference.initializer
static op_t chosen = COND ? eight : nine;
//                          ^ @reference.initializer
//                                  ^ @reference.initializer
  EXPORT_SYMBOL(ten);
//              ^ @reference.argument @reference.export
  EXPORT_SYMBOL_GPL(eleven);
//                  ^ @reference.argument @reference.export
static void user(struct dev *dev)
{
        dev->op = one;
//                ^ @reference.assignment
        dev->op = (op_t)two;
//                      ^ @reference.assignment
        dev->op = x ? three : four;
//                    ^ @reference.assignment
//                            ^ @reference.assignment
        apply(five, (op_t)six, &seven, dev->op, x ? eight : nine);
//            ^ @reference.argument
//                        ^ @reference.argument
//                              ^ @reference.address
//                                                  ^ @reference.argument
//                                                          ^ @reference.argument
        if (dev->op == ten)
                return eleven;
        called(1);
}
  EXPORT_SYMBOL_NS(twelve)
//                 ^ @reference.argument @reference.export
  static int x;
  module_init(thirteen)
//            ^ @reference.argument
