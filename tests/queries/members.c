/* Members of structs and unions: members.scm. */
  struct ops { int plain; int (*pointer)(int plain_parameter); u32 bits:3; char name[8]; };
//                 ^ @member.name
//                              ^ @member.name
//                                                                 ^ @member.name
//                                                                              ^ @member.name
static struct ops table = {
        .plain = value,
//       ^ @member.name
        .inner.name[0] = 1,
//       ^ @member.name
//             ^ @member.name
        pointer: old_form,
//      ^ @member.name
};
static int user(struct ops *ops, struct ops value)
{
        return ops->plain + value.bits + offsetof(struct ops, name);
//                  ^ @member.name
//                                ^ @member.name
//                                                            ^ @member.name
}
