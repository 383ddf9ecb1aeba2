import { readFile } from 'node:fs/promises';

import type { Page } from '@playwright/test';

import { expect, expectAccessible, test } from './fixtures';
import type { File } from './fixtures/files';

const csv = (name: string, content: string): File => ({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });

const HEADER = 'External ID,First Name,Work Email,Cell Phone';

/** An incomplete address, a row of too many cells, one ID twice, a phone that needs a country. */
const broken = csv(
  'people.csv',
  `${HEADER}
1,Ann Lee,ann@,
2,Bo Ray,bo@x.example,,more
3,Cy Fox,=cy@nowhere,
3,Di Orr,di@x.example,030 90182 0
`,
);

/** The rows that the batches of an upload carry, as they were sent. */
async function sentRows(page: Page): Promise<string[]> {
  const rows: string[] = [];
  await page.route('**/rows/*', async (route) => {
    const packed = route.request().postDataBuffer();
    if (packed) {
      const { gunzipSync } = await import('node:zlib');
      rows.push(...gunzipSync(packed).toString().trimEnd().split('\n').slice(1));
    }
    await route.continue();
  });
  return rows;
}

test('a cell is edited with its verdict, undone and done again', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose(broken);
  await expect(wizard.importable('1', '4')).toBeVisible();
  await wizard.problem('Not one complete e-mail address');
  await page.getByRole('button', { name: 'Edit Work Email in row 2' }).click();
  const cell = page.getByLabel('Work Email, row 2');
  await expect(cell).toBeFocused();
  await expect(cell).toHaveValue('ann@');
  await cell.fill('ann@x');
  await expect(page.getByRole('main').getByText('The row cannot be imported like this:')).toBeVisible();
  await cell.fill('ann@x.example');
  await expect(page.getByRole('main').getByText('Good: the row can be imported like this.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(wizard.importable('2', '4')).toBeVisible();
  // The problem is gone, and the focus is at the next one.
  await expect(page.getByRole('button', { name: 'Edit Work Email in row 4' })).toBeFocused();
  const fixes = page.getByRole('region', { name: 'Fixes' });
  await expect(fixes.getByText('Row 2, Work Email: “ann@x.example”')).toBeVisible();

  await page.keyboard.press('Control+z');
  await expect(wizard.importable('1', '4')).toBeVisible();
  await expect(fixes.getByText('Nothing is fixed.')).toBeVisible();
  await page.keyboard.press('Control+Shift+z');
  await expect(wizard.importable('2', '4')).toBeVisible();
  await expectAccessible(page);
});

test('a row of broken shape is written anew, or skipped and taken in again', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose(broken);
  await wizard.problem('Wrong number of cells');
  await page.getByRole('button', { name: 'Edit row 3' }).click();
  await expect(page.getByRole('list', { name: 'Beyond the last column' })).toHaveText('more');
  await page.getByLabel('Cell Phone, row 3').fill('+1 415 555 0102');
  await page.keyboard.press('Enter');
  await expect(wizard.importable('2', '4')).toBeVisible();
  await wizard.problem('Not one complete e-mail address');
  await page.getByRole('button', { name: 'Skip row 2' }).click();
  await expect(page.getByRole('main').getByText('Row 2: skipped')).toBeVisible();
  await wizard.problem('Skipped row');
  await page.getByRole('button', { name: 'Take row 2 in again' }).click();
  await expect(page.getByRole('group').filter({ hasText: 'Skipped row' })).toBeHidden();
  // Any of them can be taken back.
  await page.getByRole('button', { name: 'Take back: Row 3: written anew' }).click();
  await expect(wizard.importable('1', '4')).toBeVisible();
});

test('many are fixed by keyboard alone, with a preview', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose(broken);
  const group = page.getByRole('group').filter({ hasText: 'Not one complete e-mail address' });
  await group.locator('summary').focus();
  await page.keyboard.press('Enter');
  const many = group.getByRole('button', { name: 'Fix many…' });
  await many.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Fix many: Not one complete e-mail address' });
  await expect(dialog).toBeVisible();
  await dialog.getByLabel('Find').focus();
  await page.keyboard.type('nowhere');
  await page.keyboard.press('Tab');
  await page.keyboard.type('nowhere.example');
  await expect(dialog.getByText('1 row changes.')).toBeVisible();
  await expect(dialog.getByRole('table', { name: 'Preview' })).toContainText('=cy@nowhere.example');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(wizard.importable('2', '4')).toBeVisible();
  await expect(many).toBeFocused();
});

test('what is fixed is what is sent: split columns, skipped duplicates', async ({ page, wizard }) => {
  const rows = await sentRows(page);
  await wizard.open();
  await wizard.choose(
    csv('names.csv', 'External ID,Full,Work Email\n1,Ann Lee,ann@\n2,Bo Ray,bo@x.example\n2,Cy Fox,cy@x.example\n'),
  );
  await wizard.problem('Not one complete e-mail address');
  await page.getByRole('button', { name: 'Fix many…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('What to do').selectOption('split');
  await dialog.getByLabel('Column', { exact: true }).selectOption('Full');
  await dialog.getByLabel('Names of the new columns').fill('First Name, Last Name');
  await expect(dialog.getByText('3 rows change.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('table', { name: 'First rows of the file' })).toContainText('Last Name');
  await wizard.problem('Same e-mail, phone or ID as an earlier row');
  await page.getByRole('group').filter({ hasText: 'as an earlier row' }).getByRole('button', { name: 'Fix many…' }).click();
  await dialog.getByLabel('The row that stays').selectOption({ label: 'The last' });
  await expect(dialog.getByText('1 row is left out.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await expect(wizard.importable('1', '3')).toBeVisible();
  await wizard.toSettings();
  await wizard.createSource('Names');
  await wizard.nameProfile('Names');
  await wizard.next();
  await wizard.validated();
  expect(rows[0]).toMatch(/,1,Ann Lee,ann@,Ann,Lee$/);
  expect(rows[1]).toContain('row_skipped');
  expect(rows[2]).toBe('4,4,,2,Cy Fox,cy@x.example,Cy,Fox');
  await wizard.import();
  expect(await wizard.tally('Rows')).toEqual(['1', '0', '0', '0', '2', '3']);
});

test('failed rows go out with their reasons and come back with the mapping', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose(broken);
  await wizard.toSettings();
  await wizard.createSource('Round trip');
  await wizard.nameProfile('Round trip');
  await page.getByRole('link', { name: 'Back' }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download 3 failed rows' }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe('people-failed-rows.csv');
  const text = await readFile(await download.path(), 'utf8');
  const [header, ...rows] = text.replace('\ufeff', '').trimEnd().split('\r\n');
  expect(header).toBe(`${HEADER},Import Row,Import Problems`);
  expect(rows).toHaveLength(3);
  // A spreadsheet does not run it.
  expect(rows[2]).toContain(`'=cy@nowhere`);
  expect(rows[2]).toContain('Work Email: Not one complete e-mail address');

  // What a row has too many is there, and keeps it out until somebody has looked at it.
  expect(rows[1]).toMatch(/,more$/);
  const mended = text.replace('ann@,', 'ann@x.example,').replace(`'=cy@nowhere`, 'cy@x.example');
  await wizard.choose(csv('mended.csv', mended));
  await expect(wizard.importable('2', '3')).toBeVisible();

  const corrected = mended.replace(',more\r\n', '\r\n');
  await wizard.choose(csv('corrected.csv', corrected));
  await expect(wizard.importable('3', '3')).toBeVisible();
  await wizard.toSettings();
  // The choices are still there, and the columns of the report are not imported.
  await expect(page.getByLabel('Profile name')).toHaveValue('Round trip');
  await wizard.next();
  await wizard.validated();
  await wizard.import();
  expect(await wizard.tally('Rows')).toEqual(['3', '0', '0', '0', '0', '3']);
});

test('another reading of the file, or another file, asks before it drops the fixes', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose(broken);
  await wizard.problem('Not one complete e-mail address');
  await page.getByRole('button', { name: 'Skip row 2' }).click();
  await wizard.openReading();
  await page.getByLabel('Encoding').selectOption('windows-1252');
  const dialog = page.getByRole('dialog', { name: 'Drop the fixes?' });
  await expect(dialog).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByLabel('Encoding')).toHaveValue('');
  await expect(page.getByRole('radio', { name: 'UTF-8' })).toBeChecked();
  await expect(page.getByRole('main').getByText('Row 2: skipped')).toBeVisible();
  await page.getByLabel('Encoding').selectOption('windows-1252');
  await dialog.getByRole('button', { name: 'Drop the fixes' }).click();
  await expect(page.getByRole('region', { name: 'Fixes' })).toBeHidden();
  await expect(page.getByRole('radio', { name: 'windows-1252' })).toBeChecked();

  await wizard.problem('Not one complete e-mail address');
  await page.getByRole('button', { name: 'Skip row 2' }).click();
  const other = csv('other.csv', `${HEADER}\n5,Ed Poe,ed@x.example,\n`);
  await wizard.choose(other);
  await expect(dialog).toContainText('Another file has other cells. 1 fix is dropped then.');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('main').getByText('Row 2: skipped')).toBeVisible();
  await wizard.choose(other);
  await dialog.getByRole('button', { name: 'Drop the fixes' }).click();
  await expect(wizard.importable('1', '1')).toBeVisible();
});

test('a file is let go of during the check, after the question where fixes go with it', async ({ page, wizard }) => {
  // A check that never ends.
  await page.addInitScript(() => {
    const { set } = Object.getOwnPropertyDescriptor(Worker.prototype, 'onmessage')!;
    Object.defineProperty(Worker.prototype, 'onmessage', {
      set(hear) {
        set!.call(this, (event: MessageEvent) => {
          const [text, ...files] = event.data;
          const news = JSON.parse(text);
          const check = (news.Checked ?? news.Fixed)?.check;
          if (check) check.total += 1;
          hear({ data: [JSON.stringify(news), ...files] });
        });
      },
    });
  });
  await wizard.open();
  await wizard.choose(broken);
  const cancel = page.getByRole('main').getByRole('button', { name: 'Cancel' }).first();
  await wizard.problem('Not one complete e-mail address');
  await page.getByRole('button', { name: 'Skip row 2' }).click();
  await expect(page.getByRole('main').getByText('Row 2: skipped')).toBeVisible();
  await cancel.click();
  const dialog = page.getByRole('dialog', { name: 'Drop the fixes?' });
  await expect(dialog).toContainText('1 fix is dropped together with the file.');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('main').getByText('Row 2: skipped')).toBeVisible();
  await cancel.click();
  await dialog.getByRole('button', { name: 'Drop the fixes' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  const offer = page.getByRole('region', { name: 'Go on with' });
  await expect(page.getByRole('button', { name: 'Choose a file' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Choose a file' })).toBeVisible();
  await expect(offer).toHaveCount(0);

  await wizard.choose(broken);
  await cancel.click();
  await expect(page.getByRole('button', { name: 'Choose a file' })).toBeVisible();
});

for (const [name, size, scheme, language] of [
  ['wide', { width: 1280, height: 1200 }, 'light', 'en'],
  ['phone', { width: 360, height: 740 }, 'dark', 'zh-CN'],
] as const) {
  test(`fixing looks and reads well, ${name}, ${scheme}, ${language}`, async ({ page, wizard, muster }, info) => {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto(`${muster.url}/import`);
    await page.locator('#language').selectOption(language);
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await wizard.choose(broken);
    await page.locator('.problem-group summary').first().click();
    await page.locator('.problem-table__actions button').nth(1).click();
    await expect(page.locator('.fix-list li')).toHaveCount(1);
    const groups = page.locator('.problem-group');
    await groups.filter({ hasText: /mail|电子邮件/ }).locator('summary').click();
    await groups.filter({ hasText: /mail|电子邮件/ }).locator('.problem-table__actions button').first().click();
    const cell = page.locator('.editor input');
    await cell.fill('ann@x');
    await expect(page.locator('.editor .notice')).toBeVisible();
    await expectAccessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(size.width);
    await info.attach('editor', { body: await page.screenshot({ fullPage: true }), contentType: 'image/png' });
    await page.keyboard.press('Escape');
    await groups.filter({ hasText: /mail|电子邮件/ }).locator('.action-row button').click();
    await page.locator('#fix-find').fill('@');
    await page.locator('#fix-with').fill('@x.');
    await expect(page.locator('.fix-preview tbody tr').first()).toBeVisible();
    await expectAccessible(page);
    await info.attach('dialog', { body: await page.screenshot(), contentType: 'image/png' });
  });
}

test('a column without problems is split from the grid, and what it becomes feeds the fields', async ({ page, wizard }) => {
  await wizard.open();
  const buffer = 'Full Name,Email,Phone\nAnn Lee,ann@x.example,+14155550102\nBo Ray,bo@x.example,+14155550103\n';
  await wizard.choose(csv('fullname.csv', buffer));
  await expect(page.getByText('No problems were found.')).toBeVisible();
  await page.getByRole('link', { name: 'See all rows' }).click();
  const head = page.getByRole('columnheader').filter({ hasText: 'Full Name' });
  await head.click();
  await page.getByRole('dialog', { name: 'Column “Full Name”' }).getByRole('button', { name: 'Change this column…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Fix many: Full Name' });
  await expect(dialog.getByLabel('What to do')).toHaveValue('split');
  await expect(dialog.getByLabel('Column', { exact: true })).toHaveValue('Full Name');
  await dialog.getByLabel('Names of the new columns').fill('First Name, Last Name');
  await expect(dialog.getByText('2 rows change.')).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('columnheader').filter({ hasText: 'Last Name' })).toBeVisible();
  await page.getByRole('link', { name: 'Back to the file' }).click();
  await wizard.toSettings();
  const target = (column: string) => page.getByLabel(`Target field of ${column}`);
  await expect(target('Full Name')).toHaveValue('');
  await expect(target('First Name')).toHaveValue('firstName');
  await expect(target('Last Name')).toHaveValue('lastName');
  await expect(page.getByText('values are not imported')).toBeHidden();
  await page.keyboard.press('Control+z');
  await expect(target('Full Name')).toHaveValue('lastName');
});

test('several addresses in one cell are called so, and what stands between them is known', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose(csv('several.csv', 'First Name,Work Email\nAnn,a@x.example; b@y.example\nBo,bo@x.example\n'));
  const problems = await wizard.problem('Not one complete e-mail address');
  await expect(problems).toContainText('This cell has several: keep one, or split the column');
  await page.getByRole('button', { name: 'Fix many…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('What to do')).toHaveValue('split');
  await expect(dialog.getByLabel('What stands between the parts')).toHaveValue(';');
  await dialog.getByLabel('Names of the new columns').fill('First, Second');
  await expect(dialog.getByRole('table', { name: 'Preview' })).toContainText('b@y.example');
});
