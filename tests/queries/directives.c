/* Words in preprocessor lines: directives.scm. */
#include "local.h"
//       ^ @directive.path
#include <linux/sample.h>
//       ^ @directive.path
#ifdef CONFIG_A
//     ^ @directive.condition
#elif defined(CONFIG_B)
//    ^ @directive.condition
#else
#endif
#if CONFIG_C && CONFIG_D > 3
//  ^ @directive.condition
#endif
#undef CONFIG_E
//     ^ @directive.argument
#define CONFIG_F 1
