; Labels and where they are jumped to.

(labeled_statement label: (statement_identifier) @label.name)
(goto_statement label: (statement_identifier) @label.name)
