import { OpenQuestions } from './open-questions.js';

describe('what is asked at once', () => {
  test('is answered by one question, and is asked anew afterwards', async () => {
    const questions = new OpenQuestions();
    let asked = 0;
    const answer = () => Promise.resolve({ asked: ++asked });
    expect(await Promise.all([questions.ask('a', answer), questions.ask('a', answer), questions.ask('b', answer)])).toEqual([
      { asked: 1 },
      { asked: 1 },
      { asked: 2 },
    ]);
    expect(await questions.ask('a', answer)).toEqual({ asked: 3 });
  });

  test('fails for all who asked it, and for nobody who asks it later', async () => {
    const questions = new OpenQuestions();
    const fails = () => Promise.reject(new Error('away'));
    const both = await Promise.allSettled([questions.ask('a', fails), questions.ask('a', fails)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await questions.ask('a', () => Promise.resolve({ here: true }))).toEqual({ here: true });
  });
});
