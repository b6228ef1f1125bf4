#define RING_MIN 4
#define RING_STEP (x)
#define RING_MAX 64
#define RING_ALL 128
