"""The order of calling as SQL, shared by the statement that calls and the list of who is next.

rules.choose() says the same in Python; a hypothesis test holds the two together. Ordinary
tickets of one queue are called in number order: a running minimum of the points along the line
(and maximum of the issue times) lets nobody behind the head come before it, whatever the clock
did, and still leaves the second in line ready when the head is being called elsewhere.
"""

# Candidates that the lock looks at: more than counters that press at one moment.
HEADS = 50

FREE_COUNTER = """
WITH mine AS MATERIALIZED (
  SELECT c.counter_id, c.hall_id, c.membership_id, c.last_ahead, h.alpha, h.requeue_after_calls,
    h.code AS hall
  FROM tickets_counterstate c JOIN places_hall h ON h.id = c.hall_id
  WHERE c.counter_id = %(counter)s AND c.membership_id = %(membership)s
    AND c.state = 'open' AND c.current_ticket_id IS NULL
  FOR UPDATE OF c
)"""

# `mine`: one row of counter_id, hall_id, membership_id, last_ahead, alpha, requeue_after_calls.
ORDER = """, served AS MATERIALIZED (
  SELECT q.id, q.code, power(1.0::float8 / q.mean_minutes, mine.alpha) AS weight
  FROM mine
  JOIN places_counterqueue e ON e.hall_id = mine.hall_id AND e.counter_id = mine.counter_id
  JOIN places_queue q ON q.id = e.queue_id
  WHERE EXISTS (
    SELECT FROM people_authorisation a
    WHERE a.hall_id = mine.hall_id AND a.membership_id = mine.membership_id
      AND a.queue_id = q.id AND a.valid_from <= %(now)s
      AND (a.valid_to IS NULL OR a.valid_to > %(now)s))
), pool AS MATERIALIZED (
  SELECT t.id, t.version, t.queue_id, t.day, t.serial, t.issued_at, t.front, t.front_at,
    CASE WHEN t.front_at IS NULL THEN t.tier ELSE 0 END AS tier,
    t.front_at IS NULL AND t.tier = 3 AND t.in_line AND t.head_start = 0 AS plain,
    t.head_start,
    greatest(0, date_part('epoch', %(now)s - t.counts_from) / 60) AS minutes,
    s.weight,
    CASE WHEN t.skipped_at IS NULL OR t.skipped_at > %(now)s THEN true
      ELSE (SELECT count(*) FROM tickets_call k
            WHERE k.hall_id = t.hall_id AND k.queue_id = t.queue_id AND NOT k.resumed
              AND k.called_at > t.skipped_at) >= mine.requeue_after_calls END AS free
  FROM mine CROSS JOIN served s
  JOIN tickets_ticket t ON t.hall_id = mine.hall_id AND t.queue_id = s.id AND t.state = 'waiting'
  WHERE t.arrived_at IS NOT NULL
    AND (t.directed_to_id IS NULL OR t.directed_to_id = mine.counter_id
      OR NOT EXISTS (SELECT FROM tickets_counterstate d
                     WHERE d.counter_id = t.directed_to_id AND d.state <> 'closed'))
), ready AS MATERIALIZED (
  SELECT *, (head_start + minutes) * weight AS points
  FROM pool p
  WHERE free OR NOT EXISTS (SELECT FROM pool o WHERE o.queue_id = p.queue_id AND o.free)
), lines AS (
  SELECT *,
    CASE WHEN tier = 0 THEN 0 WHEN plain THEN min(points) OVER line ELSE points END AS line_points,
    CASE WHEN plain THEN max(issued_at) OVER line ELSE issued_at END AS line_issued
  FROM ready
  WINDOW line AS (PARTITION BY queue_id, plain ORDER BY day, serial, id ROWS UNBOUNDED PRECEDING)
), turns AS MATERIALIZED (
  SELECT count(*) AS people, count(DISTINCT queue_id) AS queues, bool_or(tier IN (1, 2)) AS ahead,
    (SELECT last_ahead FROM mine) AND bool_or(tier NOT IN (1, 2)) AS ahead_must_wait
  FROM ready
), heads AS (
  SELECT l.*, CASE WHEN l.tier = 0 THEN l.front_at END AS front_order,
    turns.people, turns.queues, turns.ahead_must_wait AND turns.ahead AS ahead_waited,
    turns.ahead_must_wait AND l.tier IN (1, 2) AS not_now
  FROM lines l CROSS JOIN turns
  ORDER BY not_now, l.tier, front_order, l.line_points DESC, l.line_issued, l.day, l.serial, l.id
  LIMIT %(heads)s
)"""
# Of `heads h`; in these very columns, so that who comes first is not looked for twice. `not_now`:
# after one of the first tier somebody else is called while others wait (domain.md §5).
FIRST = "h.not_now, h.tier, h.front_order, h.line_points DESC, h.line_issued, h.day, h.serial, h.id"
