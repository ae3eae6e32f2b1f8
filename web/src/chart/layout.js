const ROUNDS = 400;
// Towards the middle: strong enough that parts without a tie to the rest do not drift off.
const PULL = 1;

/**
 * Places the nodes of a network in a rectangle by springs and repulsion (Fruchterman & Reingold 1991), from a fixed
 * start, so that the same ties always give the same picture. Returns one [x, y] a node.
 */
export function place(count, links, width, height) {
  const area = width * height;
  const ideal = Math.sqrt(area / Math.max(count, 1)) * 0.9;
  const at = Array.from({ length: count }, (_, node) => start(node, width, height));
  for (let round = 0; round < ROUNDS; round += 1) {
    const moved = at.map(([x, y]) => [(width / 2 - x) * PULL * (height / width), (height / 2 - y) * PULL]);
    for (let a = 0; a < count; a += 1) {
      for (let b = a + 1; b < count; b += 1) push(at, moved, a, b, (distance) => (ideal * ideal) / distance);
    }
    for (const [a, b] of links) push(at, moved, a, b, (distance) => (-distance * distance) / ideal / 4);
    const heat = (Math.min(width, height) / 8) * (1 - round / ROUNDS) ** 2;
    at.forEach((point, node) => {
      const [dx, dy] = moved[node];
      const length = Math.hypot(dx, dy) || 1;
      point[0] += (dx / length) * Math.min(length, heat);
      point[1] += (dy / length) * Math.min(length, heat);
    });
  }
  return fit(at, width, height);
}

/** A sunflower: the first node in the middle, the rest around it without two on one spot. */
function start(node, width, height) {
  const angle = node * Math.PI * (3 - Math.sqrt(5));
  const radius = Math.sqrt(node) * 14;
  return [width / 2 + radius * Math.cos(angle), height / 2 + radius * Math.sin(angle)];
}

function push(at, moved, a, b, force) {
  const dx = at[a][0] - at[b][0];
  const dy = at[a][1] - at[b][1];
  const distance = Math.max(Math.hypot(dx, dy), 0.5);
  const strength = force(distance) / distance;
  moved[a][0] += dx * strength;
  moved[a][1] += dy * strength;
  moved[b][0] -= dx * strength;
  moved[b][1] -= dy * strength;
}

function fit(at, width, height) {
  const scale = (axis, size) => {
    const values = at.map((point) => point[axis]);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return (value) => (high > low ? ((value - low) / (high - low)) * size : size / 2);
  };
  const [x, y] = [scale(0, width), scale(1, height)];
  return at.map((point) => [x(point[0]), y(point[1])]);
}
