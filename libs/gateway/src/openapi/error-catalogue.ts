import type { Capability } from '../capability.js';
import { ProblemCatalogue, type OwnProblem } from './problem-catalogue.js';

const statusOf = ({ status, answeredBy }: OwnProblem): string =>
  [...new Set(answeredBy.length === 0 ? [status] : answeredBy.map((answered) => answered.status))].sort().join(', ');

/** The catalogue of problem codes, as Markdown. */
export const errorCatalogue = (capabilities: readonly Capability[]): string => {
  const catalogue = new ProblemCatalogue(capabilities);
  const shared = catalogue.shared.map(({ code, status, meaning, advice }) => `| \`${code}\` | ${status} | ${meaning} | ${advice} |`);
  const own = catalogue.own.map(
    (problem) =>
      `| \`${problem.code}\` | ${statusOf(problem)} | ${problem.meaning} | ${problem.advice} | ${problem.answeredBy.map(({ operation }) => `\`${operation}\``).join(', ')} |`,
  );
  return `# Problem codes

Whatever is refused or fails is answered as problem details (RFC 9457), in GraphQL under \`extensions\`. \`code\` is stable, so programs decide by it; \`detail\` is
for people; \`field\` and \`errors\` name what is wrong; \`instance\` is the request’s id, which stands in the log too. In GraphQL what REST says by \`Retry-After\` is \`retryAfterSeconds\`.
This page is made by \`npm run documents\`.

## What operations share

Which of them an operation may answer stands with it in the OpenAPI document. Those of a \`history\` are told by \`docket import\`.

| code | status | what it means | what to do |
| --- | --- | --- | --- |
${shared.join('\n')}

## What single operations refuse

\`detail\` says more. Where a code has two statuses, 404 is for the thing that the address names. A code that no operation refuses with is a guard: it stands where ids are made anew, or within others' work.

| code | status | what it means | what to do | refused by |
| --- | --- | --- | --- | --- |
${own.join('\n')}
`;
};
