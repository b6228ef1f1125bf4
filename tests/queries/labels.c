/* Labels and jumps: labels.scm. */
static int user(int n)
{
        if (n)
                goto out;
//                   ^ @label.name
        n ? n : n;
        switch (n) { case 1: break; default: break; }
  out:
//^ @label.name
        return n;
}
