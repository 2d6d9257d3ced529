import { z } from "zod";
import { type Metadata, refusal } from "./vectors";

const filters = z.array(z.record(z.string(), z.unknown()));

/** Whether metadata passes a filter of `$and`, `$or`, `$in`, `$eq`. Throws a refusal at any other operator. */
export function passes(filter: Record<string, unknown>, metadata: Metadata): boolean {
  return Object.entries(filter).every(([field, condition]) => {
    if (field === "$and") return filters.parse(condition).every((one) => passes(one, metadata));
    if (field === "$or") return filters.parse(condition).some((one) => passes(one, metadata));
    const value = metadata[field];
    if (typeof condition !== "object" || condition === null) return value === condition;
    return Object.entries(condition).every(([operator, operand]) => {
      if (operator === "$eq") return value === operand;
      if (operator === "$in") return Array.isArray(operand) && operand.includes(value);
      throw refusal(400, 3, `Unknown filter operator ${operator}`);
    });
  });
}
