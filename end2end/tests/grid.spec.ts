import { expect, expectAccessible, test } from './fixtures';
import * as files from './fixtures/files';
import { Grid } from './fixtures/grid';

test('every row, its problems and its columns, by mouse', async ({ page, wizard }) => {
  test.slow();
  await wizard.open();
  await wizard.choose(files.fifteenBadEmails);
  await expect(wizard.importable('985', '1,000')).toBeVisible();
  const grid = new Grid(page);
  await grid.open();
  await expect(grid.shows('1,000', '1,000')).toBeVisible();
  await expect(grid.element).toHaveAttribute('aria-rowcount', '1001');
  await expect(grid.element).toHaveAttribute('aria-colcount', '7');

  const cell = grid.row('5').getByRole('gridcell').nth(3);
  await expect(cell).toContainText('person3@');
  await expect(cell).toContainText('Error: Not one complete e-mail address');
  await cell.click();
  await expect(grid.detail).toContainText('Row 5, Work Email');
  await expect(grid.detail).toContainText('One complete address such as name@example.com');

  await page.getByRole('button', { name: 'Next problem' }).click();
  await expect(grid.active).toContainText('person69@');
  await page.getByRole('button', { name: 'Previous problem' }).click();
  await expect(grid.active).toContainText('person3@');

  await page.getByLabel('Show', { exact: true }).selectOption('Rows with errors');
  await expect(grid.shows('15', '1,000')).toBeVisible();
  await page.getByRole('searchbox', { name: 'Rows that contain' }).fill('PERSON69');
  await expect(grid.shows('1', '1,000')).toBeVisible();
  expect(await grid.numbers()).toEqual(['71']);
  await page.getByRole('button', { name: 'Show all rows again' }).click();
  await expect(grid.shows('1,000', '1,000')).toBeVisible();
  await expect(page.getByRole('searchbox', { name: 'Rows that contain' })).toHaveValue('');

  await grid.column('Work Email').click();
  const dialog = page.getByRole('dialog', { name: 'Column “Work Email”' });
  await expect(dialog).toContainText('1,000 (100%)');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Hide this column' }).click();
  await expect(grid.column('Work Email')).toHaveCount(0);
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Work Email' }).check();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(grid.column('Work Email')).toBeVisible();

  const head = grid.column('First Name');
  const before = await head.boundingBox();
  if (!before) throw new Error('the column is not shown');
  const edge = before.x + before.width - 4;
  await page.mouse.move(edge, before.y + 10);
  await page.mouse.down();
  await page.mouse.move(edge + 120, before.y + 10, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await head.boundingBox())?.width).toBe(before.width + 120);
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('every row, its problems and its columns, by keyboard alone', async ({ page, wizard }) => {
  test.slow();
  await wizard.open();
  await wizard.choose(files.fifteenBadEmails);
  await expect(wizard.importable('985', '1,000')).toBeVisible();
  const grid = new Grid(page);
  const link = page.getByRole('link', { name: 'See all rows' });
  await link.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'All rows of a-thousand.csv' })).toBeFocused();
  await expect(grid.shows('1,000', '1,000')).toBeVisible();
  for (let steps = 0; steps < 30 && (await grid.active.count()) === 0; steps += 1) await page.keyboard.press('Tab');
  await expect(grid.active).toHaveText('C0');

  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(grid.active).toHaveText('First1');
  await page.keyboard.press('Control+End');
  await expect(grid.row('1,001')).toBeVisible();
  await page.keyboard.press('Home');
  await expect(grid.active).toHaveText('1,001');
  await page.keyboard.press('PageUp');
  await expect(grid.active).not.toHaveText('1,001');
  await page.keyboard.press('Control+Home');
  await expect(grid.active).toHaveText('C0');

  await page.keyboard.press('F8');
  await expect(grid.active).toContainText('person3@');
  await expect(grid.active).toHaveAttribute('aria-invalid', 'true');
  await page.keyboard.press('F8');
  await expect(grid.active).toContainText('person69@');
  await page.keyboard.press('Shift+F8');
  await expect(grid.active).toContainText('person3@');
  await page.keyboard.press('Shift+F8');
  await expect(page.getByRole('status', { name: 'News' })).toContainText('There is no problem before this cell.');

  await page.keyboard.press('Control+Home');
  await page.keyboard.press('ArrowUp');
  const head = grid.column('External ID');
  await expect(head).toBeFocused();
  const before = await head.boundingBox();
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(async () => (await head.boundingBox())?.width).toBe((before?.width ?? 0) + 16);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Column “External ID”' })).toContainText('C0');
  await page.keyboard.press('Escape');
  await expect(head).toBeFocused();
  await expectAccessible(page);
});

test('a problem leads to its cell', async ({ page, wizard }) => {
  test.slow();
  await wizard.open();
  await wizard.choose(files.fifteenBadEmails);
  const table = await wizard.problem('Not one complete e-mail address');
  await table.getByRole('link', { name: 'Go to row 929' }).click();
  const grid = new Grid(page);
  await expect(grid.active).toContainText('person927@');
  await page.getByRole('link', { name: 'Back to the file' }).click();
  await expect(wizard.importable('985', '1,000')).toBeVisible();
  await grid.open();
  await expect(grid.row('929')).toBeVisible();
});

test('cells are edited with a verdict at once, by keyboard alone', async ({ page, wizard }) => {
  test.slow();
  await wizard.open();
  await wizard.choose(files.fifteenBadEmails);
  await expect(wizard.importable('985', '1,000')).toBeVisible();
  const grid = new Grid(page);
  await grid.open();
  await page.keyboard.press('Tab');
  await page.keyboard.press('F8');
  await expect(grid.active).toContainText('person3@');
  await page.keyboard.press('Enter');
  const field = page.getByRole('textbox', { name: 'Work Email, row 5' });
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('person3@');
  await expect(grid.detail).toContainText('The row cannot be imported like this');
  await page.keyboard.press('End');
  await page.keyboard.type('company.example');
  await expect(grid.detail).toContainText('Good: the row can be imported like this.');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(grid.active).toContainText('person3@');
  await page.keyboard.press('F2');
  await expect(field).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.type('company.example');
  await page.keyboard.press('Enter');
  await expect(grid.active).toContainText('person4@company.example');
  await page.keyboard.press('ArrowUp');
  await expect(grid.active).toContainText('Fixed; the file has “person3@”.');
  await expect(grid.active).not.toHaveAttribute('aria-invalid');
  await expect(grid.detail).toContainText('Fixed. The file has “person3@”.');

  await page.keyboard.press('Control+z');
  await expect(grid.active).toHaveAttribute('aria-invalid', 'true');
  await page.keyboard.press('Control+Shift+Z');
  await expect(grid.active).not.toHaveAttribute('aria-invalid');
  await page.keyboard.press('Delete');
  await expect(grid.detail).toContainText('Fixed. The file has “person3@”.');
  await expect(grid.active).not.toContainText('company.example');
  await page.keyboard.press('Control+z');
  await expect(grid.active).toContainText('person3@company.example');
  await page.keyboard.press('Control+Delete');
  await expect(grid.detail.getByRole('button', { name: 'Take in again' })).toBeVisible();
  await page.keyboard.press('Control+Delete');
  await expect(grid.detail.getByRole('button', { name: 'Skip row' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Back to the file' }).click();
  await expect(wizard.importable('986', '1,000')).toBeVisible();
});

test('cells are edited and rows skipped by mouse', async ({ page, wizard }) => {
  test.slow();
  await wizard.open();
  await wizard.choose(files.fifteenBadEmails);
  await expect(wizard.importable('985', '1,000')).toBeVisible();
  const grid = new Grid(page);
  await grid.open();
  await page.getByRole('button', { name: 'Next problem' }).click();
  await expect(grid.active).toContainText('person3@');
  await grid.detail.getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('textbox', { name: 'Work Email, row 5' }).fill('ann@company.example');
  await grid.detail.getByRole('button', { name: 'Apply' }).click();
  await expect(grid.row('5')).toContainText('ann@company.example');
  await grid.row('6').getByRole('gridcell').first().click();
  await grid.detail.getByRole('button', { name: 'Skip row' }).click();
  await expect(grid.row('6')).toHaveClass(/grid__row--skipped/);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(grid.row('5')).toContainText('person3@');
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
});

test('100,000 rows are scrolled to the end and searched', async ({ page, wizard }) => {
  test.slow();
  await wizard.open();
  await wizard.choose(files.hundredThousand);
  await expect(page.getByRole('link', { name: 'See all rows' })).toBeVisible();
  const grid = new Grid(page);
  await grid.open();
  await expect(grid.shows('100,000', '100,000')).toBeVisible();
  await grid.element.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await expect(grid.row('100,001')).toContainText('person99999@company499.example');
  expect(await grid.element.getByRole('row').count()).toBeLessThan(80);
  await page.getByLabel('Row number').fill('54321');
  await page.getByRole('button', { name: 'Go to row' }).click();
  await expect(grid.row('54,321')).toContainText('person54319@company319.example');
  await page.getByRole('searchbox', { name: 'Rows that contain' }).fill('person54321@');
  await expect(grid.shows('1', '100,000')).toBeVisible();
  await expect(grid.row('54,323')).toBeVisible();
  await grid.column('Cell Phone').click();
  const dialog = page.getByRole('dialog', { name: 'Column “Cell Phone”' });
  await expect(dialog).toContainText(/about 9\d,\d{3}|about 10\d,\d{3}/);
  await expect(dialog).toContainText('13 characters');
});

test('the grid in Chinese, in the dark, on a phone', async ({ page, wizard, muster }) => {
  test.slow();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(`${muster.url}/import`);
  await page.locator('#language').selectOption('zh-CN');
  await expect(page.getByRole('button', { name: '选择文件' })).toBeVisible();
  await wizard.choose(files.fifteenBadEmails);
  await page.getByRole('link', { name: '查看所有行' }).click();
  await expect(page.getByText('1,000 行，共 1,000 行')).toBeVisible();
  await page.getByRole('button', { name: '下一个问题' }).click();
  await expect(page.getByRole('grid').locator(':focus')).toContainText('person3@');
  await expect(page.getByRole('region', { name: '单元格详情' })).toContainText('第 5 行，Work Email');
  await expectAccessible(page);
  const isWider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(isWider).toBe(false);
});
