import { writeFile } from 'node:fs/promises';

import type { Page } from '@playwright/test';

import { expect, expectAccessible, test } from './fixtures';
import type { File } from './fixtures/files';
import type { Wizard } from './fixtures/wizard';

const csv = (name: string, content: string): File => ({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });

/** Rows that contradict, complete and repeat one another, and one whose cells are hostile. */
const twins = csv(
  'twins.csv',
  `External ID,First Name,Work Email,Cell Phone,Note
7,Ann,ann@x.example,,old
8,Bo,bo@x.example,,
7,Anna,ann.lee@x.example,,new
9,Cy,cy@x.example,,
,Cy,CY@x.example,+1 415 555 0102,x
10,Di,di@x.example,,
10,Di,di@x.example,,
11,<img src=x onerror=alert(1)>,ev@x.example,,=1+1
12,Ed,ed@x.example,,
11,Eve,ev@x.example,,
`,
);

/** The duplicates of the file, as a person sees them. */
class Duplicates {
  constructor(readonly page: Page) {}

  /** Opens a file, or the one at a path, and goes to its duplicates. */
  async open(wizard: Wizard, file: File | string): Promise<void> {
    await wizard.open();
    await this.page.locator('#file').setInputFiles(file);
    await this.page.getByRole('link', { name: 'See duplicates' }).click();
    await expect(this.page.getByRole('heading', { level: 1, name: 'Duplicates in' })).toBeVisible();
  }

  /** The line that says how many groups there are. */
  counts(text: string) {
    return this.page.getByRole('main').getByText(text, { exact: true });
  }

  group(rows: string) {
    return this.page.getByRole('article', { name: `Rows ${rows}`, exact: true });
  }

  /** The cells of a line of a group's table, by the name of the column. */
  async cells(rows: string, column: string): Promise<string[]> {
    const line = this.group(rows).getByRole('row').filter({ has: this.page.getByRole('rowheader', { name: column }) });
    return line.getByRole('cell').allInnerTexts();
  }

  get titles() {
    return this.page.getByRole('article').getByRole('heading', { level: 3 });
  }
}

test('groups say what they share and come to, and are settled by mouse', async ({ page, wizard }) => {
  test.slow();
  const duplicates = new Duplicates(page);
  await duplicates.open(wizard, twins);
  await expect(duplicates.counts('4 groups, 8 rows')).toBeVisible();
  await expect(duplicates.titles).toHaveText(['Rows 2, 4', 'Rows 5, 6', 'Rows 7, 8', 'Rows 9, 11']);
  const ann = duplicates.group('2, 4');
  await expect(ann).toContainText('contradict one another');
  await expect(ann).toContainText('External ID 7, 2 rows');
  await expect(ann).toContainText('They become one record.');
  expect(await duplicates.cells('2, 4', 'First Name')).toEqual(['Ann\n(not kept)', 'Anna', 'Anna']);
  expect(await duplicates.cells('2, 4', 'Personal Email')).toEqual(['', '', 'ann@x.example']);
  await expect(duplicates.group('5, 6')).toContainText('complete one another');
  await expect(duplicates.group('5, 6')).toContainText('Email cy@x.example, 2 rows');
  await expect(duplicates.group('7, 8')).toContainText('say the same');
  await expect(duplicates.group('9, 11')).toContainText('<img src=x onerror=alert(1)>');
  await expectAccessible(page);

  await ann.getByRole('button', { name: 'Keep the first' }).click();
  await expect(ann.getByRole('button', { name: 'Keep the first' })).toHaveAttribute('aria-pressed', 'true');
  await expect(ann).toContainText('One row is imported.');
  await expect(ann.getByRole('checkbox', { name: 'Import row 4' })).not.toBeChecked();
  expect(await duplicates.cells('2, 4', 'First Name')).toEqual(['Ann', 'Anna', 'Ann']);
  const fixes = page.getByRole('region', { name: 'Fixes' });
  await expect(fixes.getByText('Duplicates: Keep the first (rows skipped: 1; taken in again: 0)')).toBeVisible();
  await ann.getByRole('checkbox', { name: 'Import row 2' }).uncheck();
  await expect(ann).toContainText('No row is imported.');
  await expect(ann.getByRole('button', { name: 'Skip all' })).toHaveAttribute('aria-pressed', 'true');
  await fixes.getByRole('button', { name: 'Undo' }).click();
  await fixes.getByRole('button', { name: 'Undo' }).click();
  await expect(ann).toContainText('They become one record.');

  await page.getByLabel('The rows').selectOption({ label: 'contradict one another (2)' });
  await expect(duplicates.titles).toHaveText(['Rows 2, 4', 'Rows 9, 11']);
  await page.getByRole('searchbox', { name: 'Rows that contain' }).fill('EVE');
  await expect(duplicates.titles).toHaveText(['Rows 9, 11']);
  await expect(duplicates.counts('1 group, 2 rows of 4 groups, 8 rows')).toBeVisible();
  await page.getByRole('button', { name: 'Show all groups' }).click();
  await expect(duplicates.titles).toHaveCount(4);
  await page.getByLabel('Order').selectOption('Contradictory first');
  await expect(duplicates.titles).toHaveText(['Rows 2, 4', 'Rows 9, 11', 'Rows 5, 6', 'Rows 7, 8']);
  await page.getByLabel('In common').selectOption('Email');
  await expect(duplicates.titles).toHaveText(['Rows 9, 11', 'Rows 5, 6', 'Rows 7, 8']);
  await page.getByLabel('Only columns that differ').check();
  await expect(duplicates.group('9, 11').getByRole('rowheader')).toHaveText(['First Name differs', 'Note has gaps Not imported']);
});

test('all groups are settled with a preview, and that is what is imported', async ({ page, wizard }) => {
  test.slow();
  const duplicates = new Duplicates(page);
  await duplicates.open(wizard, twins);
  await expect(duplicates.counts('4 groups, 8 rows')).toBeVisible();
  await page.getByRole('button', { name: 'Settle all shown…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Settle the 4 groups that are shown' });
  await expect(dialog).toContainText('Nothing changes.');
  await dialog.getByRole('radio', { name: 'Keep the most complete' }).check();
  await expect(dialog).toContainText('4 groups change. Rows skipped: 4; taken in again: 0.');
  await expect(dialog).toContainText('In 3 of them the rows differ');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await expect(dialog).toBeHidden();
  await expect(duplicates.group('5, 6').getByRole('checkbox', { name: 'Import row 5' })).not.toBeChecked();
  await duplicates.group('5, 6').getByRole('button', { name: 'Merge, last on top' }).click();
  await expect(duplicates.group('5, 6')).toContainText('They become one record.');
  await page.getByLabel('Imported', { exact: true }).selectOption('several rows');
  await expect(duplicates.titles).toHaveText(['Rows 5, 6']);
  await page.getByRole('link', { name: 'Back to the file' }).click();
  await expect(wizard.importable('7', '10')).toBeVisible();
  await wizard.toSettings();
  await wizard.createSource('Twins');
  await wizard.nameProfile('Twins');
  await wizard.next();
  await wizard.validated();
  await wizard.import();
  expect(await wizard.tally('Rows')).toEqual(['6', '1', '0', '0', '3', '10']);
});

test('groups by keyboard alone', async ({ page, wizard }) => {
  test.slow();
  await wizard.open();
  await wizard.choose(twins);
  const problems = page.getByRole('group').filter({ hasText: 'Same e-mail, phone or ID as an earlier row' });
  await problems.locator('summary').focus();
  await page.keyboard.press('Enter');
  await problems.getByRole('link', { name: 'Compare in groups' }).focus();
  await page.keyboard.press('Enter');
  const duplicates = new Duplicates(page);
  await expect(page.getByRole('heading', { level: 1, name: 'Duplicates in twins.csv' })).toBeFocused();
  await expect(duplicates.counts('4 groups, 8 rows')).toBeVisible();
  const focused = page.locator(':focus');
  await page.keyboard.press('F8');
  await expect(focused).toHaveText('Rows 2, 4');
  await page.keyboard.press('F8');
  await expect(focused).toHaveText('Rows 5, 6');
  await page.keyboard.press('Shift+F8');
  await expect(focused).toHaveText('Rows 2, 4');
  await page.keyboard.press('Shift+F8');
  await expect(page.getByRole('status', { name: 'News' })).toContainText('There is no further group.');
  for (let steps = 0; steps < 3; steps += 1) await page.keyboard.press('Tab');
  await expect(focused).toHaveText('Keep the last');
  await page.keyboard.press('Enter');
  await expect(focused).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('status', { name: 'News' })).toContainText('Duplicates: Keep the last');
  const tick = duplicates.group('2, 4').getByRole('checkbox', { name: 'Import row 2' });
  for (let steps = 0; steps < 9 && !(await tick.evaluate((box) => box === document.activeElement)); steps += 1)
    await page.keyboard.press('Tab');
  await expect(tick).toBeFocused();
  await page.keyboard.press(' ');
  await expect(tick).toBeChecked();
  await expect(tick).toBeFocused();
  await page.keyboard.press('Control+z');
  await expect(tick).not.toBeChecked();
  // A group that is settled is not among the open ones any more, and the focus is at the next one.
  await page.getByLabel('Imported', { exact: true }).selectOption('several rows');
  await expect(duplicates.titles).toHaveText(['Rows 5, 6', 'Rows 7, 8', 'Rows 9, 11']);
  await duplicates.group('5, 6').getByRole('button', { name: 'Keep the first' }).focus();
  await page.keyboard.press(' ');
  await expect(focused).toHaveText('Rows 7, 8');
  await page.keyboard.press('Control+z');
  await page.getByLabel('Imported', { exact: true }).selectOption('Any');
  await expect(duplicates.titles).toHaveCount(4);
  await page.getByLabel('Row number').focus();
  await page.keyboard.type('11');
  await page.keyboard.press('Enter');
  await expect(focused).toHaveText('Rows 9, 11');
  await page.getByLabel('Row number').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('3');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status', { name: 'News' })).toContainText('Row 3 is in no group that is shown.');
});

test('many groups are turned over, and a large one is shown in part', async ({ page, wizard }) => {
  test.slow();
  const pairs = Array.from({ length: 30 }, (_, n) => `P${n},First${n},p${n}@x.example\nP${n},Other${n},\n`);
  const crowd = Array.from({ length: 10_000 }, (_, n) => `C${n},Name${n},crowd@x.example\n`);
  const many = csv('many.csv', `External ID,First Name,Work Email\n${pairs.join('')}${crowd.join('')}`);
  const duplicates = new Duplicates(page);
  await duplicates.open(wizard, many);
  await expect(duplicates.counts('31 groups, 10,060 rows')).toBeVisible();
  await page.getByRole('button', { name: 'Next page' }).click();
  await expect(duplicates.titles.first()).toHaveText('Rows 22, 23');
  await expect(duplicates.titles.first()).toBeFocused();
  await page.keyboard.press('Shift+F8');
  await expect(page.locator(':focus')).toHaveText('Rows 20, 21');
  await page.getByLabel('Order').selectOption('Largest first');
  const crowded = page.getByRole('article').first();
  await expect(crowded).toContainText('Rows 62, 63, 64, 65, 66 and 9,995 more');
  await expect(crowded).toContainText('Email crowd@x.example, 10,000 rows');
  await expect(crowded).toContainText('Too many rows to show what they come to');
  await crowded.getByRole('button', { name: 'Next page' }).click();
  await expect(crowded.getByRole('columnheader').nth(1)).toContainText('Row 67');
  await expectAccessible(page);
  await crowded.getByRole('button', { name: 'Keep the last' }).click();
  await expect(crowded).toContainText('One row is imported.');
  await expect(crowded.getByRole('button', { name: 'Keep the last' })).toHaveAttribute('aria-pressed', 'true');
});

test('a large file, which several workers check, is settled as a whole', async ({ page, wizard }) => {
  test.slow();
  const line = (n: number) => `P${Math.floor(n / 2)},First${n},Last,person${n}@company.example,"Buyer, EMEA and the rest"\n`;
  const rows = Array.from({ length: 60_000 }, (_, n) => line(n));
  const large = csv('large.csv', `External ID,First Name,Last Name,Work Email,Title\n${rows.join('')}`);
  expect(large.buffer.length).toBeGreaterThan(4 * 1024 * 1024);
  const duplicates = new Duplicates(page);
  await duplicates.open(wizard, large);
  await expect(duplicates.counts('30,000 groups, 60,000 rows')).toBeVisible();
  await page.getByLabel('Row number').fill('54321');
  await page.getByRole('button', { name: 'Go to row' }).click();
  await expect(page.locator(':focus')).toHaveText('Rows 54,320, 54,321');
  await page.getByRole('button', { name: 'Settle all shown…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'Keep the last' }).check();
  await expect(dialog).toContainText('30,000 groups change. Rows skipped: 30,000; taken in again: 0.');
  await dialog.getByRole('button', { name: 'Apply' }).click();
  // So many rows are checked anew, and the groups stay with the rows that are left out.
  await expect(duplicates.group('54,320, 54,321')).toContainText('One row is imported.');
  await expect(duplicates.counts('30,000 groups, 60,000 rows')).toBeVisible();
  await duplicates.group('54,320, 54,321').getByRole('button', { name: 'Merge, last on top' }).click();
  await expect(duplicates.group('54,320, 54,321')).toContainText('They become one record.');
});

test('what is settled comes back after a reload, and groups follow edits', async ({ page, wizard }, info) => {
  const path = info.outputPath(twins.name);
  await writeFile(path, twins.buffer);
  const duplicates = new Duplicates(page);
  await duplicates.open(wizard, path);
  await duplicates.group('7, 8').getByRole('button', { name: 'Keep the first' }).click();
  await expect(duplicates.group('7, 8')).toContainText('One row is imported.');
  await page.reload();
  await page.locator('#file-again').setInputFiles(path);
  await expect(wizard.importable('9', '10')).toBeVisible();
  await page.getByRole('link', { name: 'See duplicates' }).click();
  await expect(duplicates.group('7, 8')).toContainText('One row is imported.');
  await duplicates.group('2, 4').getByRole('link', { name: 'Row 4' }).click();
  await expect(page.getByRole('grid').locator(':focus')).toContainText('7');
  await page.getByRole('link', { name: 'Compare in groups' }).click();
  await expect(page.locator(':focus')).toHaveText('Rows 2, 4');
  await page.goBack();
  await expect(page.getByRole('grid').locator(':focus')).toContainText('7');
  await page.keyboard.press('F2');
  await expect(page.getByRole('textbox', { name: 'External ID, row 4' })).toHaveValue('7');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('8');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'External ID, row 4' })).toBeHidden();
  await page.getByRole('link', { name: 'See duplicates' }).click();
  await expect(duplicates.titles.first()).toHaveText('Rows 3, 4');
});

test('a file without duplicates, and one without identifiers, say so', async ({ page, wizard }) => {
  const duplicates = new Duplicates(page);
  await duplicates.open(wizard, csv('one.csv', 'External ID,First Name\n1,Ann\n2,Bo\n'));
  await expect(page.getByText('No two rows share an identifier.')).toBeVisible();
  await expectAccessible(page);
  await duplicates.open(wizard, csv('none.csv', 'First Name,City\nAnn,Bern\nBo,Bern\n'));
  await expect(page.getByText('No imported column holds an identifier')).toBeVisible();
  await expectAccessible(page);
});

test('a file of the old process has its duplicates as well', async ({ page, wizard, muster }) => {
  await page.goto(`${muster.url}/legacy-import`);
  await wizard.choose(
    csv('old.csv', 'Contact ID,Contact First Name,Contact Last Name\n7,Ann,Lee\n8,Bo,Ray\n7,Anna,Lee\n'),
  );
  await page.getByRole('link', { name: 'See duplicates' }).click();
  const duplicates = new Duplicates(page);
  await expect(duplicates.titles).toHaveText(['Rows 2, 4']);
  expect(await duplicates.cells('2, 4', 'Contact First Name')).toEqual(['Ann\n(not kept)', 'Anna', 'Anna']);
  await page.getByRole('link', { name: 'Back to the file' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Legacy import' })).toBeVisible();
});

for (const [name, size, scheme, language] of [
  ['wide', { width: 1440, height: 1200 }, 'light', 'en'],
  ['phone', { width: 360, height: 740 }, 'dark', 'zh-CN'],
] as const) {
  test(`duplicates look and read well, ${name}, ${scheme}, ${language}`, async ({ page, wizard, muster }, info) => {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto(`${muster.url}/import`);
    await page.locator('#language').selectOption(language);
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await wizard.choose(twins);
    await page.locator('a[href="/import/duplicates"]').first().click();
    await expect(page.locator('.dup')).toHaveCount(4);
    await page.locator('.dup').nth(2).locator('.dup__way').nth(1).click();
    await expect(page.locator('.fix-list li')).toHaveCount(1);
    await expectAccessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(size.width);
    await page.screenshot({ path: info.outputPath('groups.png'), fullPage: true });
    await page.locator('.dups__all').click();
    await page.locator('#settle-way-3').check();
    await expect(page.locator('#settle-all .button--primary')).toBeEnabled();
    await expectAccessible(page);
    await page.screenshot({ path: info.outputPath('dialog.png') });
  });
}

test('colleagues behind one switchboard are said to become one contact, and are kept apart', async ({ page, wizard }) => {
  const people = ['Rose,Gonzalez,rose@x.example', 'Sean,Forbes,sean@x.example', 'Jack,Rogers,jack@x.example'];
  const lines = people.map((person) => `${person},+1 415 555 0102`);
  const buffer = Buffer.from(`First Name,Last Name,Work Email,Work Phone\n${lines.join('\n')}\n`);
  await wizard.open();
  await wizard.choose({ name: 'switchboard.csv', mimeType: 'text/csv', buffer });
  const main = page.getByRole('main');
  await expect(main.getByText('3 of 3 rows can be imported, as 1 contact', { exact: true })).toBeVisible();
  const problems = await wizard.problem('Same e-mail, phone or ID as an earlier row');
  await expect(problems).toContainText('as in row 2, but that is Rose Gonzalez with another e-mail address.');
  await wizard.toSettings();
  await page.getByRole('checkbox', { name: 'Phone', exact: true }).uncheck();
  await expect(main.getByText('3 of 3 rows can be imported', { exact: true })).toBeVisible();
  const still = await wizard.problem('Same e-mail, phone or ID as an earlier row');
  await expect(still).toContainText('the settings do not match by it, so both contacts stay.');
});
