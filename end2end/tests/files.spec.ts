import { expect, expectAccessible, test } from './fixtures';
import * as files from './fixtures/files';

test('a semicolon file in windows-1252 is read as it is meant', async ({ page, wizard, directory }) => {
  await wizard.open();
  await wizard.choose(files.german);
  await expect(page.getByRole('radio', { name: /windows-1252/ })).toBeChecked();
  await expect(page.getByRole('radio', { name: 'Semicolon' })).toBeChecked();
  await expect(page.getByRole('table', { name: 'First rows of the file' })).toContainText('Müßig');
  await wizard.importFile(files.german, 'Kunden');
  await directory.openContact('Jörg', 'Jörg Müßig');
  await expect(page.getByText('Köln')).toBeVisible();
});

test('a UTF-16 file is read as it is meant', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose(files.utf16);
  await expect(page.getByText('Unicode, 16 bit (UTF-16LE) · Tab')).toBeVisible();
  const table = page.getByRole('table', { name: 'First rows of the file' });
  await expect(table).toContainText('Łukasz');
  await expect(table).toContainText('秀英');
  await expect(wizard.importable('2', '2')).toBeVisible();
});

test('an unclosed quote costs one row, not the rest of the file', async ({ wizard }) => {
  await wizard.open();
  await wizard.choose(files.unclosedQuote);
  await expect(wizard.importable('3', '4')).toBeVisible();
  const table = await wizard.problem('Quote never closed');
  await expect(table.getByRole('row').nth(1).getByRole('rowheader')).toHaveText('3');
});

test('an empty file is refused and says what to do, and the focus is where that is said', async ({ page, wizard }) => {
  await wizard.open();
  await page.getByRole('button', { name: 'Choose a file' }).focus();
  await wizard.choose(files.empty);
  await expect(page.getByRole('heading', { name: '“empty.csv” cannot be imported' })).toBeFocused();
  await expect(page.getByText('The file has no content.')).toBeVisible();
  await expect(page.getByText('Choose a file with a header row and at least one row under it.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Next' })).toBeHidden();
  await page.getByRole('button', { name: 'Choose another file' }).focus();
  await wizard.choose(files.contacts);
  await expect(page.getByText('contacts.csv', { exact: true })).toBeFocused();
});

test('an archive under the name of a CSV is recognised', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose(files.archive);
  await expect(page.getByText('The file is a ZIP archive (recognised as: zip), and not a workbook.')).toBeVisible();
});

test('a dropped file is opened', async ({ page, wizard }) => {
  await wizard.open();
  const transfer = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'dropped.csv', { type: 'text/csv' }));
    return transfer;
  }, files.contacts.buffer.toString());
  await page.getByText('Drop a file here').dispatchEvent('drop', { dataTransfer: transfer });
  await expect(wizard.importable('3', '3')).toBeVisible();
});

test('how a certain file is read is one line, and opens by keyboard', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose(files.contacts);
  const line = page.getByText('Unicode (UTF-8) · Comma ( , ) · column names in row 1');
  await expect(line).toBeVisible();
  const delimiters = page.getByRole('group', { name: 'Delimiter' });
  await expect(delimiters).toBeHidden();
  await page.locator('summary').filter({ has: line }).focus();
  await page.keyboard.press('Enter');
  await delimiters.getByRole('radio', { name: 'Semicolon' }).check();
  await expect(page.getByText('Unicode (UTF-8) · Semicolon ( ; )')).toBeVisible();
  await expect(delimiters).toBeVisible();
});

test('a refused file is read in another way without being chosen again', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose({ name: 'one.csv', mimeType: 'text/csv', buffer: Buffer.from('Ann,Lee\n') });
  await expect(page.getByRole('heading', { name: '“one.csv” cannot be imported' })).toBeFocused();
  await expect(page.getByRole('alert')).toContainText('Or change below how the file is read.');
  await expectAccessible(page);
  const header = page.getByRole('group', { name: 'Column names' });
  await expect(header.getByRole('radio', { name: 'In row 1' })).toBeChecked();
  await header.getByRole('radio', { name: 'In row 1' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(wizard.importable('0', '1')).toBeVisible();
  await expect(header.getByRole('radio', { name: 'Nowhere' })).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('alert')).toContainText('File has no rows');
  await expect(header.getByRole('radio', { name: 'In row 1' })).toBeFocused();
  await expect(page.getByRole('button', { name: 'Next' })).toBeHidden();
  await expect(page.getByRole('link', { name: 'See all rows' })).toBeHidden();
});

test('a reading that comes to nothing can be taken back, and text that looks like none read', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose({ name: 'bars.csv', mimeType: 'text/csv', buffer: Buffer.from(';;\n;;\n') });
  await expect(page.getByRole('alert')).toContainText('The file has no content.');
  const delimiters = page.getByRole('group', { name: 'Delimiter' });
  await delimiters.getByRole('radio', { name: 'Bar' }).focus();
  await page.keyboard.press('Space');
  await expect(wizard.importable('0', '1')).toBeVisible();
  await delimiters.getByRole('radio', { name: 'Semicolon' }).check();
  await expect(page.getByRole('alert')).toContainText('The file has no content.');
  await expect(delimiters.getByRole('radio', { name: 'Semicolon' })).toBeChecked();
  await expect(delimiters.getByRole('radio', { name: 'Semicolon' })).toBeFocused();

  const noise = Buffer.from('ID,Name\n1,\x01\x02\x03\x04\x05\n');
  await wizard.choose({ name: 'noise.csv', mimeType: 'text/csv', buffer: noise });
  await expect(page.getByRole('alert')).toContainText('Not a text file');
  await page.getByLabel('Another encoding').selectOption('windows-1252');
  await expect(page.getByRole('table', { name: 'First rows of the file' })).toBeVisible();
  await expect(page.getByRole('radio', { name: /windows-1252/ })).toBeChecked();
});

test('below a row of repeated names the names of the columns are chosen, and given up again', async ({ page, wizard }) => {
  // Of the names in row 2 too few are common for that row to be taken by itself.
  const lines = ['Person;Person;Private', 'Hat;Shoe;Work Email', 'red;7;a@x.org'];
  await wizard.open();
  await wizard.choose({ name: 'dup-group.csv', mimeType: 'text/csv', buffer: Buffer.from(`${lines.join('\n')}\n`) });
  await expect(page.getByRole('alert')).toContainText('Column name repeated');
  const header = page.getByRole('group', { name: 'Column names' });
  await header.getByRole('radio', { name: 'In row 2' }).check();
  await expect(wizard.importable('1', '1')).toBeVisible();
  await expect(page.getByRole('alert')).toBeHidden();
  await expect(page.getByText('No problems were found.')).toBeVisible();
  await expect(header.getByRole('radio', { name: 'In row 2' })).toBeFocused();
  await header.getByRole('radio', { name: 'In row 1' }).check();
  await expect(page.getByRole('alert')).toContainText('Column name repeated');
  await header.getByRole('radio', { name: 'In row 2' }).check();
  await wizard.toSettings();
  await expect(page.getByText('1 of 3 columns are imported.')).toBeVisible();
});
