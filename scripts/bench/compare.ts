const ROUNDS = 11;
const EACH = 24;
const PAUSE_MS = 15;

export type Figure = {
  name: string;
  floor_ms: number;
  product_ms: number;
  /** The median of the rounds' ratios of medians. */
  ratio: number;
  spread: [number, number];
  budget: number;
  within: boolean;
  counts: string;
};
type Act = (at: number) => Promise<number>;
type Options = {
  name: string;
  budget: number;
  floor: Act;
  product: Act;
  counts: () => Promise<string>;
  rounds?: number;
  each?: number;
};

const sorted = (values: number[]) => [...values].sort((a, b) => a - b);
const at = (values: number[], share: number) =>
  sorted(values)[Math.min(Math.floor(values.length * share), values.length - 1)] ?? Number.NaN;
const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
const rounded = (value: number) => Math.round(value * 100) / 100;

/** Floor and product by turns in one process, so that whatever else the machine does meets both. */
export async function compare(options: Options): Promise<Figure> {
  const { name, budget, floor, product, rounds = ROUNDS, each = EACH } = options;
  const floors: number[] = [];
  const products: number[] = [];
  const ratios: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const took = { floor: [] as number[], product: [] as number[] };
    for (let index = 0; index < each; index++) {
      const order = index % 2 ? (["floor", "product"] as const) : (["product", "floor"] as const);
      for (const which of order) {
        took[which].push(await (which === "floor" ? floor : product)(index));
        await pause();
      }
    }
    if (round === 0) continue; // Warm-up.
    floors.push(...took.floor);
    products.push(...took.product);
    ratios.push(at(took.product, 0.5) / at(took.floor, 0.5));
  }
  const ratio = rounded(at(ratios, 0.5));
  return {
    name,
    budget,
    ratio,
    within: ratio <= budget,
    counts: await options.counts(),
    floor_ms: rounded(at(floors, 0.5)),
    product_ms: rounded(at(products, 0.5)),
    spread: [rounded(at(ratios, 0.25)), rounded(at(ratios, 0.75))],
  };
}
