; Text that is not code.

(comment) @text.comment
(string_literal) @text.string
(char_literal) @text.string
(system_lib_string) @text.string
