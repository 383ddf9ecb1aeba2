import { expect, type Page, test } from './fixtures';

const texts = (page: Page): string[] => {
  const loaded: string[] = [];
  page.on('request', (request) => {
    const name = /\/assets\/texts-(.+)-\w+\.json$/.exec(request.url())?.[1];
    if (name) loaded.push(name);
  });
  return loaded;
};

test('the texts of a language are loaded when it is asked for, and it is remembered', async ({ page, muster }) => {
  const loaded = texts(page);
  await page.goto(`${muster.url}/contacts`);
  await expect(page.getByRole('heading', { level: 1, name: 'Contacts' })).toBeVisible();
  expect(loaded).toEqual(['en']);
  await page.getByLabel('Language').selectOption('zh-CN');
  await expect(page.getByRole('heading', { level: 1, name: '联系人' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(page.locator('#language')).toBeFocused();
  await expect(page.locator('#language')).toHaveValue('zh-CN');
  expect(loaded).toEqual(['en', 'zh-CN']);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: '联系人' })).toBeVisible();
  expect(loaded).toEqual(['en', 'zh-CN', 'zh-CN']);
});

test('where the texts of another language do not come, the page stays as it is and says so', async ({ page, muster }) => {
  await page.goto(`${muster.url}/contacts`);
  const heading = page.getByRole('heading', { level: 1, name: 'Contacts' });
  await expect(heading).toBeVisible();
  await page.route('**/texts-zh-CN-*', (route) => route.abort());
  await page.getByLabel('Language').selectOption('zh-CN');
  await expect(page.getByRole('alert')).toContainText('The texts of this language did not load.');
  await expect(heading).toBeVisible();
  await expect(page.getByLabel('Language')).toHaveValue('en');
  await page.unroute('**/texts-zh-CN-*');
  await page.getByLabel('Language').selectOption('zh-CN');
  await expect(page.getByRole('heading', { level: 1, name: '联系人' })).toBeVisible();
  await expect(page.getByRole('alert')).toBeHidden();
});

test('a page that has no texts says that it could not start', async ({ page, muster }) => {
  await page.route('**/texts-*', (route) => route.abort());
  await page.goto(muster.url);
  await expect(page.getByText('This page could not start. Please load it again')).toBeVisible();
});
