; Calls by name.
; @call.name       the function or macro
; @call.arguments  its argument list; its items are only counted where it holds no ERROR
; Knowingly missed: calls inside the body of a #define (opaque to the grammar), inside an ERROR,
; and calls through a pointer (x->op(y) is a member here).

(call_expression
  function: (identifier) @call.name
  arguments: (argument_list) @call.arguments)

; (f)(x) keeps a function-like macro from being expanded
(call_expression
  function: (parenthesized_expression (identifier) @call.name)
  arguments: (argument_list) @call.arguments)

; (*f)(x) and (&f)(x) call it as f(x) does
(call_expression
  function: (parenthesized_expression (pointer_expression argument: (identifier) @call.name))
  arguments: (argument_list) @call.arguments)

; (c ? f : g)(x) calls either, and so does (c ? &f : &g)(x)
(call_expression
  function: (parenthesized_expression
    (conditional_expression
      [(identifier) @call.name (pointer_expression argument: (identifier) @call.name)] .
      alternative: (_)))
  arguments: (argument_list) @call.arguments)

(call_expression
  function: (parenthesized_expression
    (conditional_expression
      alternative: [(identifier) @call.name (pointer_expression argument: (identifier) @call.name)]))
  arguments: (argument_list) @call.arguments)

; _Generic(c, type: f)(x) calls one of them; the name of what decides has no type in front
(call_expression
  function: (generic_expression (type_descriptor) . (identifier) @call.name)
  arguments: (argument_list) @call.arguments)
