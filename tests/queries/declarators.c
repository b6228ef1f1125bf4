/* Names of functions and what looks like one: declarators.scm. */
  int defined(int a) { return a; }
//    ^ @function.name
  extern struct page **prototype(struct page *page, int (*callback)(int));
//                     ^ @function.name
  int (*returns_pointer(int a))(void);
//      ^ @function.name
  int (parenthesised)(int a);
//     ^ @function.name
  static int (*variable)(int);
  struct ops { int (*member)(int); int plain; };
  typedef int function_type(int);
  typedef int (*pointer_type)(int);
  DECLARE_THING(thing);
  static void body(void)
//            ^ @function.name
{
        for_each_thing(x)
//      ^ @call.name
                looks_declared(x);
//              ^ @function.name
}
