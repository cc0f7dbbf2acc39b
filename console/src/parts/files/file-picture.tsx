import { ThemeIcon } from "@mantine/core";
import { IconFileText, IconMovie, IconMusic, IconPhoto, IconUsers, type Icon } from "@tabler/icons-react";
import { atSignOut } from "../../api/sign-out.ts";

export interface ShownFile {
  readonly filename: string;
  readonly originalName: string;
  readonly kind: string;
  readonly size?: number | undefined;
}

/**
 * Pictures that were uploaded in this tab, by the name that the API gave them. The API gives no address of a file: others
 * have an icon.
 */
const pictures = new Map<string, string>();
atSignOut(() => {
  for (const address of pictures.values()) URL.revokeObjectURL(address);
  pictures.clear();
});

export function keepPicture(filename: string, file: Blob): void {
  if (file.type.startsWith("image/")) pictures.set(filename, URL.createObjectURL(file));
}
export const pictureOf = (filename: string): string | undefined => pictures.get(filename);

const icons: Readonly<Record<string, Icon>> = {
  image: IconPhoto,
  video: IconMovie,
  audio: IconMusic,
  contacts: IconUsers,
};

export function FilePicture({ file: { filename, kind }, size }: { readonly file: ShownFile; readonly size: number }) {
  const address = pictureOf(filename);
  if (kind === "image" && address !== undefined) {
    return (
      <img
        src={address}
        alt=""
        width={size}
        height={size}
        style={{ objectFit: "cover", borderRadius: 6, flexShrink: 0 }}
      />
    );
  }
  const Picture = icons[kind] ?? IconFileText;
  return (
    <ThemeIcon variant="light" color="gray" size={size} radius="md" style={{ flexShrink: 0 }}>
      <Picture size={size * 0.55} aria-hidden />
    </ThemeIcon>
  );
}
