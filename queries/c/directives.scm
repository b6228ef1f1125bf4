; Words in preprocessor lines other than #define.

(preproc_if condition: (_) @directive.condition)
(preproc_elif condition: (_) @directive.condition)
(preproc_ifdef name: (identifier) @directive.condition)
(preproc_elifdef name: (identifier) @directive.condition)
(preproc_include path: (_) @directive.path)
(preproc_call argument: (preproc_arg) @directive.argument)
