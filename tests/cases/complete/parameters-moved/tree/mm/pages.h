struct page;
struct mapping;

int add_page(struct page *page, struct mapping *mapping, unsigned long index);
