import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, expectAccessible, test } from './fixtures';
import * as files from './fixtures/files';

const FOLDER = join(import.meta.dirname, '../../import-core/tests/files');
const nasty = (name: string): files.File => ({ name, mimeType: '', buffer: readFileSync(join(FOLDER, name)) });

const table = 'First rows of the file';

test('a workbook is read from its first sheet with rows, and from another one that is chosen', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose(nasty('typed_cells.xlsx'));
  const sheets = page.getByRole('group', { name: 'Sheet' });
  await expect(sheets.getByRole('radio')).toHaveCount(3);
  await expect(sheets.getByRole('radio', { name: 'People' })).toBeChecked();
  await expect(sheets.getByRole('radio', { name: 'Notes' })).toHaveAccessibleDescription('2 rows, hidden');
  const rows = page.getByRole('table', { name: table });
  for (const text of ['447912000000', '02138', '2026-04-03', '2026-04-03 09:30:00', '秀英', 'TRUE', '19.99']) {
    await expect(rows.getByRole('cell', { name: text, exact: true }).first()).toBeVisible();
  }
  await expect(page.getByRole('group', { name: 'Encoding' })).toBeHidden();
  const mangled = await wizard.problem('Changed by a spreadsheet');
  await expect(mangled).toContainText('1.23456789012346E+18');
  await expect(mangled).toContainText('#REF!');
  await expectAccessible(page);

  await sheets.getByRole('radio', { name: 'Notes' }).check();
  await expect(rows).toContainText('secret');
  await expect(sheets.getByRole('radio', { name: 'Notes' })).toBeChecked();
});

test('a sheet that is only a cover lets another one be chosen', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose(nasty('cover_sheet.xlsx'));
  await expect(page.getByRole('heading', { name: '“cover_sheet.xlsx” cannot be imported' })).toBeFocused();
  const sheets = page.getByRole('group', { name: 'Sheet' });
  await expect(sheets.getByRole('radio', { name: 'Cover' })).toBeChecked();
  await sheets.getByRole('radio', { name: 'Cover' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(wizard.importable('2', '2')).toBeVisible();
  await expect(sheets.getByRole('radio', { name: 'People' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('alert')).toContainText('The file has no content.');
  await expect(sheets.getByRole('radio', { name: 'Empty' })).toBeFocused();
  await expect(page.getByRole('group', { name: 'Column names' })).toBeHidden();
  await expectAccessible(page);
  await page.keyboard.press('ArrowUp');
  await expect(wizard.importable('2', '2')).toBeVisible();
});

test('a workbook is imported', async ({ wizard, directory, page }) => {
  await wizard.importFile(nasty('title_merged_and_blank_edges.xlsx'), 'Fair');
  expect(await wizard.tally('Contacts')).toEqual(['2', '0', '0', '0', '0', '2']);
  await directory.openContact('Ann', 'Ann');
  await expect(page.getByText('Köln')).toBeVisible();
});

test('the row of the column names is found below a title, and chosen by keyboard', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose(nasty('title_line.csv'));
  const header = page.getByRole('group', { name: 'Column names' });
  const row = (number: number) => header.getByRole('radio', { name: `In row ${number}` });
  await expect(row(3)).toBeChecked();
  await expect(row(3)).toHaveAccessibleDescription('External ID · First Name · City');
  const rows = page.getByRole('table', { name: table });
  await expect(rows.getByRole('columnheader', { name: 'First Name' })).toBeVisible();
  await row(3).focus();
  await page.keyboard.press('ArrowDown');
  await expect(row(4)).toBeChecked();
  await expect(row(4)).toBeFocused();
  await expect(rows.getByRole('columnheader', { name: 'Ann' })).toBeVisible();
  await expect(rows.getByRole('rowheader')).toHaveText(['5']);
  await header.getByRole('radio', { name: 'Nowhere' }).check();
  await expect(rows.getByRole('rowheader').first()).toHaveText('1');
});

test('encodings are shown with a line of the file, and changed with one click or key', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose(files.german);
  const encodings = page.getByRole('group', { name: 'Encoding' });
  const western = encodings.getByRole('radio', { name: /windows-1252/ });
  const cyrillic = encodings.getByRole('radio', { name: /windows-1251/ });
  await expect(western).toBeChecked();
  await expect(western).toHaveAccessibleDescription(/Jörg;Müßig;Köln/);
  await expect(cyrillic).toHaveAccessibleDescription(/Jцrg/);
  await expectAccessible(page);
  const rows = page.getByRole('table', { name: table });
  await cyrillic.check();
  await expect(rows).toContainText('Jцrg');
  await expect(cyrillic).toBeChecked();
  await page.getByLabel('Another encoding').selectOption('ISO-8859-7');
  await expect(rows).toContainText('Jφrg');
  await expect(encodings.getByRole('radio', { name: /ISO-8859-7/ })).toBeChecked();

  const delimiters = page.getByRole('group', { name: 'Delimiter' });
  await delimiters.getByRole('radio', { name: 'Semicolon' }).focus();
  await page.keyboard.press('ArrowUp');
  await expect(delimiters.getByRole('radio', { name: 'Comma' })).toBeChecked();
  await expect(rows.getByRole('columnheader')).toHaveCount(2);
});

for (const [name, found] of [
  ['with_password.xlsx', 'The workbook is protected by a password'],
  ['old_workbook.xlsx', 'The file is an old Excel workbook (.xls)'],
  ['open_document.xlsx', 'a kind that cannot be read (.ods)'],
  ['cut_off.xlsx', 'The workbook is incomplete'],
  ['no_values.xlsx', 'The file has no content.'],
]) {
  test(`${name} is refused in plain words`, async ({ page, wizard }) => {
    await wizard.open();
    await wizard.choose(nasty(name));
    await expect(page.getByText(found)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Next' })).toBeHidden();
    await expectAccessible(page);
  });
}

test('a file reader that cannot be loaded is told, and other files are read all the same', async ({ page, wizard }) => {
  await page.context().route(/file-reader/, (route) => route.abort());
  await wizard.open();
  await wizard.choose(files.german);
  await expect(page.getByText('could not be loaded')).toBeVisible();
  await wizard.choose(files.contacts);
  await expect(wizard.importable('3', '3')).toBeVisible();
});
