; Tags of structs, unions and enums, and names of types.
; A bare word that a macro hides behind can look like a type: weaker than every other capture.

(type_identifier) @type.name
(primitive_type) @type.name
