; Names used as values. The last word of a capture is the reference's form.
; A cast or a conditional between the name and its place is looked through once.
; Whether the name is a function or a variable the grammar cannot tell.

(initializer_pair value: (identifier) @reference.initializer)
(initializer_pair value: (cast_expression value: (identifier) @reference.initializer))
(initializer_pair value: (conditional_expression consequence: (identifier) @reference.initializer))
(initializer_pair value: (conditional_expression alternative: (identifier) @reference.initializer))
(initializer_list (identifier) @reference.initializer)
(initializer_list (cast_expression value: (identifier) @reference.initializer))
(init_declarator value: (identifier) @reference.initializer)
(init_declarator value: (cast_expression value: (identifier) @reference.initializer))
(init_declarator value: (conditional_expression consequence: (identifier) @reference.initializer))
(init_declarator value: (conditional_expression alternative: (identifier) @reference.initializer))

(assignment_expression right: (identifier) @reference.assignment)
(assignment_expression right: (cast_expression value: (identifier) @reference.assignment))
(assignment_expression right: (conditional_expression consequence: (identifier) @reference.assignment))
(assignment_expression right: (conditional_expression alternative: (identifier) @reference.assignment))

(pointer_expression operator: "&" argument: (identifier) @reference.address)

(argument_list (identifier) @reference.argument)
(argument_list (cast_expression value: (identifier) @reference.argument))
(argument_list (conditional_expression consequence: (identifier) @reference.argument))
(argument_list (conditional_expression alternative: (identifier) @reference.argument))

; EXPORT_SYMBOL_GPL(name); also where the missing semicolon makes it a type
((call_expression
  function: (identifier) @_macro
  arguments: (argument_list (identifier) @reference.export))
  (#match? @_macro "^_*EXPORT_[A-Z_]*SYMBOL"))
((macro_type_specifier
  name: (identifier) @_macro
  type: (type_descriptor type: (type_identifier) @reference.export))
  (#match? @_macro "^_*EXPORT_[A-Z_]*SYMBOL"))

; module_init(name): without a semicolon the whole call looks like a type
(macro_type_specifier
  type: (type_descriptor type: (type_identifier) @reference.argument))
