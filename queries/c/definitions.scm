; Whole function definitions, for comparing extents and for listing what a file defines.
; @definition.extent  from the return type to the closing brace

(function_definition) @definition.extent
