#include <linux/queue.h>
#include <linux/slab.h>

#define QUEUE_DEPTH	64

struct queue {
	struct device *dev;
	unsigned int depth;
	unsigned long flags;
};

static int queue_alloc(struct queue *queue)
{
	queue->slots = kcalloc(queue->depth, sizeof(*queue->slots), GFP_KERNEL);
	if (!queue->slots)
		return -ENOMEM;

	queue->head = 0;
	queue->tail = 0;
	return 0;
}

static void queue_free(struct queue *queue)
{
	kfree(queue->slots);
	queue->slots = NULL;
}

int queue_start(struct queue *queue, unsigned int depth)
{
	int ret;

	queue->depth = min(depth, QUEUE_DEPTH);
	ret = queue_alloc(queue);
	if (ret)
		return ret;

	queue_enable_irq(queue);
	set_bit(QUEUE_RUNNING, &queue->flags);
	queue_kick(queue);
	return 0;
}

void queue_stop(struct queue *queue)
{
	clear_bit(QUEUE_RUNNING, &queue->flags);
	queue_disable_irq(queue);
	queue_drain(queue);
	queue_free(queue);
}
