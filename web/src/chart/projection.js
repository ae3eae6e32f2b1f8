/** Equal Earth (Šavrič, Patterson & Jenny 2018): areas stay comparable, which shaded countries need. */
const [A1, A2, A3, A4] = [1.340264, -0.081106, 0.000893, 0.003796];
const M = Math.sqrt(3) / 2;
const RADIANS = Math.PI / 180;

export const equalEarth = {
  project([longitude, latitude]) {
    const t = Math.asin(M * Math.sin(latitude * RADIANS));
    const t2 = t * t;
    const t6 = t2 * t2 * t2;
    const x = (longitude * RADIANS * Math.cos(t)) / (M * (A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2)));
    const y = t * (A1 + A2 * t2 + t6 * (A3 + A4 * t2));
    return [x * 100, -y * 100];
  },
  unproject([px, py]) {
    const [x, y] = [px / 100, -py / 100];
    let t = y;
    for (let step = 0; step < 12; step += 1) {
      const t2 = t * t;
      const t6 = t2 * t2 * t2;
      const miss = t * (A1 + A2 * t2 + t6 * (A3 + A4 * t2)) - y;
      t -= miss / (A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2));
      if (Math.abs(miss) < 1e-9) break;
    }
    const t2 = t * t;
    const t6 = t2 * t2 * t2;
    const longitude = (M * x * (A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2))) / Math.cos(t);
    return [longitude / RADIANS, Math.asin(Math.sin(t) / M) / RADIANS];
  },
};
