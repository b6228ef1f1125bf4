/* Tags and type names: types.scm. */
  struct tag { int a; };
//       ^ @type.name
//             ^ @type.name
  enum kind { A };
//     ^ @type.name
  typedef struct tag alias_t;
//               ^ @type.name
//                   ^ @type.name
static u64 user(alias_t *p, gfp_t gfp, union both *b)
//     ^ @type.name
//              ^ @type.name
//                          ^ @type.name
//                                           ^ @type.name
{
        struct tag t = *(struct tag *)p;
//             ^ @type.name
//                              ^ @type.name
        return (u64)sizeof(alias_t) + sizeof(size_t);
//              ^ @type.name
//                                           ^ @type.name
}
