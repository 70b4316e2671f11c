/** `spark-platform cost <program>`: the money of the platforms that a program declares. */

import type { PlatformPlan } from "../../plan/platform";
import { costSection, pricesSection, warmSection } from "../../report/sections/money";
import type { Section } from "../../report/sections/section";
import type { Answer } from "../answer";
import { Problem } from "../problem";
import { runProgram, type RunOptions } from "../run-program";
import type { ProgramCostAnswer } from "../schemas/cost";

/** @throws Problem when the program declares no platform, and what the program throws, such as a budget that does not hold. */
export async function programCost(program: string, options: RunOptions): Promise<Answer<ProgramCostAnswer>> {
  const { plans, remarks } = await runProgram(program, options);
  if (plans.length === 0) {
    throw new Problem(`${program} declares no SparkPlatform, so there is nothing to price.`, [
      "npx spark-platform cost --cloud aws --machine m7g.4xlarge",
    ]);
  }
  return {
    data: { platforms: plans.map(({ name, cost }) => ({ name, cost })) },
    summary: remarks,
    sections: plans.flatMap((plan) => moneySections(plan, plans.length > 1)),
    next: [`npx spark-platform preview ${program}`],
    failed: false,
  };
}

function moneySections(plan: PlatformPlan, named: boolean): Section[] {
  const sections = [warmSection(plan), costSection(plan), pricesSection(plan)];
  return named ? sections.map((section) => ({ ...section, title: `${plan.name}: ${section.title}` })) : sections;
}
