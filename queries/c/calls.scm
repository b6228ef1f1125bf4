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
