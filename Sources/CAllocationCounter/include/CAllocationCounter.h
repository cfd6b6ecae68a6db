#pragma once
// Counts allocations by standing in for the C library's allocator. In C because the allocator's own
// entry points are C symbols.

// Whether allocations are counted at all, which no sanitizer permits.
int allocation_counter_counts(void);
// Makes the calling thread one whose allocations are counted, or one whose are not.
void allocation_counter_watch_this_thread(int watched);
// How many allocations watched threads have made.
long allocation_counter_count(void);
