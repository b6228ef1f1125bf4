/* Macro definitions: macros.scm. */
#define EMPTY
//      ^ @macro.name
#define OBJECT other
//      ^ @macro.name
#define FUNCTION(a, b) other(a, b)
//      ^ @macro.name
#define WITHOUT_BODY(a)
//      ^ @macro.name
#undef OBJECT
