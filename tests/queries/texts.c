  /* Text that is not code: texts.scm. */
//^ @text.comment
#include <linux/sample.h>
//       ^ @text.string
static char *string = "text" "more";
//                    ^ @text.string
//                           ^ @text.string
static char letter = 'x'; // behind
//                   ^ @text.string
//                        ^ @text.comment
