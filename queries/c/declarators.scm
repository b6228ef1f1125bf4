; Names of functions where they are declared or defined.
; @function.name      the name
; @function.parameters its parameter list
; What it is follows from what stands around it: cfacts/syntax.py climbs from the declarator through
; pointer and parenthesised declarators to a function_definition (a definition), a declaration (a
; prototype; a call where a macro without semicolon looks like its type) or a typedef.
; Knowingly missed: definitions that a macro makes (hints.toml, definition-like), and signatures
; that #if splits, which are an ERROR to the grammar.

(function_declarator
  declarator: (identifier) @function.name
  parameters: (parameter_list) @function.parameters)

(function_declarator
  declarator: (parenthesized_declarator (identifier) @function.name)
  parameters: (parameter_list) @function.parameters)

; A preprocessor call inside an expression or a declaration's type: NAME(argument)
(macro_type_specifier
  name: (identifier) @call.name)
