; Macro definitions.
; @macro.name        what is defined
; @macro.parameters  the parameters of a function-like macro
; @macro.body        the replacement text: opaque to the grammar, the lexer looks inside

(preproc_def name: (identifier) @macro.name)
(preproc_def value: (preproc_arg) @macro.body)
(preproc_function_def
  name: (identifier) @macro.name
  parameters: (preproc_params) @macro.parameters)
(preproc_function_def value: (preproc_arg) @macro.body)
