using Microsoft.Win32.SafeHandles;

namespace GrayFlags.Providers.Files;

/// <summary>
/// Reads into the buffer from the offset, as <see cref="RandomAccess.Read(SafeFileHandle, Span{byte}, long)"/> does. A seam: disks do not fail when a test
/// wants it.
/// </summary>
internal delegate int FileRead(SafeFileHandle handle, Span<byte> buffer, long offset);
