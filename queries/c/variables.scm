; Variables, parameters and enumerators where they are declared, and uses only a variable can have.
; @variable.name  declared here
; @variable.use   x->m, x.m, x[i], x++, x = ...

(declaration declarator: (identifier) @variable.name)
(init_declarator declarator: (identifier) @variable.name)
(pointer_declarator declarator: (identifier) @variable.name)
(array_declarator declarator: (identifier) @variable.name)
(attributed_declarator (identifier) @variable.name)
(parameter_declaration declarator: (identifier) @variable.name)
(enumerator name: (identifier) @variable.name)

; the names in front of an old-style definition's declarations
(parameter_list (identifier) @variable.name)

(field_expression argument: (identifier) @variable.use)
(subscript_expression argument: (identifier) @variable.use)
(update_expression argument: (identifier) @variable.use)
(assignment_expression left: (identifier) @variable.use)
(pointer_expression operator: "*" argument: (identifier) @variable.use)
