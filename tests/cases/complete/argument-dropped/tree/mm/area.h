struct area;

unsigned long area_size(struct area *area);
int area_free(struct area *area, unsigned long size, int why);
