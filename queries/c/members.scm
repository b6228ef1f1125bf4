; Members of structs and unions: x.m, x->m, .m = ..., offsetof(s, m), and where they are declared.

(field_identifier) @member.name

; name: value, the old form of .name = value
(initializer_pair designator: (field_identifier) @member.name)
