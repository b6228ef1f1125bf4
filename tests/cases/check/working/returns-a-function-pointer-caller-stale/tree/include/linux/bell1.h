/* SPDX-License-Identifier: GPL-2.0 */
typedef void (*bell1_fn)(int line);

void (*bell1_handler(int line))(int line);
bell1_fn bell1_other(int line);
