/* Variables, parameters, enumerators: variables.scm. */
  int global, second = 3, *pointer, array[4];
//    ^ @variable.name
//            ^ @variable.name
//                         ^ @variable.name
//                                  ^ @variable.name
  enum kind { FIRST, SECOND = 2 };
//            ^ @variable.name
//                   ^ @variable.name
  int old_style(a, b) int a; { return a; }
//              ^ @variable.name
//                 ^ @variable.name
//                        ^ @variable.name
static int user(int parameter, struct page *page, char text[])
//                  ^ @variable.name
//                                          ^ @variable.name
//                                                     ^ @variable.name
{
        int local;
//          ^ @variable.name

        local = parameter;
//      ^ @variable.use
        page->count++;
//      ^ @variable.use
        page++;
//      ^ @variable.use
        text[local] = 0;
//      ^ @variable.use
        *page = *pointer;
//       ^ @variable.use
//               ^ @variable.use
        return function_or_variable;
}
