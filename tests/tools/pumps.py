"""A small tree that the oracle makes cases of."""

from __future__ import annotations

from pathlib import Path

from tools.oracle_tree import Kernel

HEADER = """\
int pump_start(struct pump *p, int speed);
#ifdef CONFIG_PUMP
void pump_stop(struct pump *p, int how);
#else
static inline void pump_stop(struct pump *p, int how) { }
#endif
void arch_pump(struct pump *p);
struct pump_ops {
\tint (*fill_up)(struct pump *p, int level);
};
"""
MAIN = """\
int pump_start(struct pump *p, int speed)
{
\tspeed++;
\tpump_log(p, p->state);
\treturn 0;
}
void pump_stop(struct pump *p, int how)
{
\treturn;
}
"""
USERS = """\
static int do_{0}(struct pump *p, int level)
{{
\tp->level = level;
\treturn level;
}}
static struct pump_ops ops_{0} = {{ .fill_up = do_{0} }};
void use_{0}(struct pump *p)
{{
\tpump_start(p, 1);
\tarch_pump(p);
\tpump_stop(p, 1);
\tp->ops->fill_up(p, 2);
}}
"""


def written(root: Path, files: dict[str, str]) -> Path:
    """Writes files below `root`, which it returns."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return root


def pumps(folder: Path) -> Kernel:
    """Returns a small kernel below `folder`: a function, a stub, an ops table and their users."""
    files = {
        "include/linux/pump.h": HEADER,
        "mm/main.c": MAIN,
        "mm/one.c": USERS.format("one"),
        "mm/two.c": USERS.format("two"),
        "arch/README": "",
    } | {
        f"arch/{arch}/mm/pump.c": "void arch_pump(struct pump *p)\n{\n}\n"
        for arch in ("x86", "s390", "sh")
    }
    return Kernel(written(folder / "tree", files), folder / "scratch")
