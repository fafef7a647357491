// To be loaded before all other libraries (LD_PRELOAD), so that Mesa's driver finds an Intel GPU with the PCI id $INTEL_ID (hex) behind
// /dev/dri/renderD128, driven by i915.
// Nothing runs: buffers are pages of a sparse memfd, submissions and waits succeed at once. Enough to create a
// VkDevice with ANV and to compile pipelines. INTEL_SUBS: (dual) subslices, INTEL_EUS: EUs in each.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <xf86drm.h>
#include <i915_drm.h>

static unsigned number(const char *name, unsigned fallback, int base) {
    const char *s = getenv(name);
    return s ? strtoul(s, 0, base) : fallback;
}
static unsigned id(void) { return number("INTEL_ID", 0x9a49, 16); }
static int local(void) { unsigned family = id() >> 8; return family == 0x56 || family == 0x49 || family == 0xe2; }

static drmDevicePtr device(void) {
    struct { drmDevice d; char *nodes[DRM_NODE_MAX]; drmPciBusInfo bus; drmPciDeviceInfo pci; } *b = calloc(1, sizeof *b);
    b->nodes[DRM_NODE_PRIMARY] = "/dev/dri/card0";
    b->nodes[DRM_NODE_RENDER] = "/dev/dri/renderD128";
    b->bus.dev = 2;
    b->pci.vendor_id = 0x8086;
    b->pci.device_id = id();
    b->d.nodes = b->nodes;
    b->d.available_nodes = 1 << DRM_NODE_RENDER;
    b->d.bustype = DRM_BUS_PCI;
    b->d.businfo.pci = &b->bus;
    b->d.deviceinfo.pci = &b->pci;
    return &b->d;
}
int drmGetDevice2(int fd, uint32_t flags, drmDevicePtr *d) { *d = device(); return 0; }
int drmGetDevices2(uint32_t flags, drmDevicePtr d[], int n) { if (d && n > 0) d[0] = device(); return 1; }

static int node(const char *path, int flags, mode_t mode) {
    if (strncmp(path, "/dev/dri/", 9)) return syscall(SYS_openat, AT_FDCWD, path, flags, mode);
    int fd = memfd_create("gpu", MFD_CLOEXEC);
    if (ftruncate(fd, 1ll << 60)) perror("ftruncate");
    return fd;
}
#define OPEN(name) int name(const char *path, int flags, ...) { \
    va_list a; va_start(a, flags); mode_t m = va_arg(a, mode_t); va_end(a); return node(path, flags, m); }
OPEN(open) OPEN(open64)

static int parameter(int p) {
    switch (p) {
    case I915_PARAM_CHIPSET_ID: return id();
    case I915_PARAM_CS_TIMESTAMP_FREQUENCY: return 19200000;
    case I915_PARAM_MMAP_VERSION: case I915_PARAM_MMAP_GTT_VERSION: return 4;
    case I915_PARAM_REVISION: return 8; // none of the first steppings
    case I915_PARAM_HAS_EXEC_TIMELINE_FENCES: case I915_PARAM_HAS_USERPTR_PROBE:
    case I915_PARAM_PERF_REVISION: case 58 /* PXP_STATUS */: return 0;
    default: return 1;
    }
}
static int answer(struct drm_i915_query_item *q, unsigned char *out) { // fills out (zeroed, big), returns the length
    if (q->query_id == DRM_I915_QUERY_TOPOLOGY_INFO || q->query_id == 6 /* GEOMETRY_SUBSLICES */) {
        struct drm_i915_query_topology_info *t = (void *)out;
        t->max_slices = 1;
        unsigned family = id() >> 8;
        t->max_subslices = number("INTEL_SUBS", family == 0x56 ? 32 : family == 0xe2 ? 20 : family == 0x64 ? 8 : 6, 0);
        t->max_eus_per_subslice = number("INTEL_EUS", family == 0xe2 || family == 0x64 ? 8 : 16, 0);
        t->subslice_offset = 1;
        t->subslice_stride = (t->max_subslices + 7) / 8;
        t->eu_offset = 1 + t->subslice_stride;
        t->eu_stride = (t->max_eus_per_subslice + 7) / 8;
        t->data[0] = 1;
        for (int s = 0; s < t->max_subslices; s++) {
            t->data[1 + s / 8] |= 1 << s % 8;
            for (int e = 0; e < t->max_eus_per_subslice; e++) t->data[t->eu_offset + s * t->eu_stride + e / 8] |= 1 << e % 8;
        }
        return sizeof *t + t->eu_offset + t->max_subslices * t->eu_stride;
    }
    if (q->query_id == DRM_I915_QUERY_ENGINE_INFO) {
        struct drm_i915_query_engine_info *e = (void *)out;
        e->num_engines = 1; // engines[0]: render, instance 0
        return sizeof *e + sizeof e->engines[0];
    }
    if (q->query_id == DRM_I915_QUERY_MEMORY_REGIONS) {
        struct drm_i915_query_memory_regions *m = (void *)out;
        m->num_regions = 1 + local();
        for (int i = 0; i < m->num_regions; i++) {
            m->regions[i].region.memory_class = i;
            m->regions[i].probed_size = 8ull << 30;
            m->regions[i].unallocated_size = 8ull << 30;
        }
        return sizeof *m + m->num_regions * sizeof m->regions[0];
    }
    return -ENODEV;
}
int ioctl(int fd, unsigned long request, ...) {
    va_list a; va_start(a, request); void *p = va_arg(a, void *); va_end(a);
    if (_IOC_TYPE(request) != DRM_IOCTL_BASE) return syscall(SYS_ioctl, fd, request, p);
    static uint32_t handle;
    static uint64_t offset; // of the next mapping; sparse
    switch (_IOC_NR(request)) {
    case _IOC_NR(DRM_IOCTL_VERSION): {
        struct drm_version *v = p;
        char *text[] = {v->name, v->date, v->desc};
        for (int i = 0; i < 3; i++) if (text[i]) memcpy(text[i], "i915", 4);
        v->name_len = v->date_len = v->desc_len = 4;
        v->version_major = 1; v->version_minor = 6;
        return 0;
    }
    case _IOC_NR(DRM_IOCTL_GET_CAP): ((struct drm_get_cap *)p)->value = 1; return 0;
    case _IOC_NR(DRM_IOCTL_SYNCOBJ_CREATE): ((struct drm_syncobj_create *)p)->handle = ++handle; return 0;
    case _IOC_NR(DRM_IOCTL_I915_GETPARAM): {
        drm_i915_getparam_t *g = p;
        *g->value = parameter(g->param);
        return 0;
    }
    case _IOC_NR(DRM_IOCTL_I915_QUERY): {
        struct drm_i915_query *q = p;
        struct drm_i915_query_item *item = (void *)(uintptr_t)q->items_ptr;
        for (unsigned i = 0; i < q->num_items; i++, item++) {
            unsigned char out[4096] = {0};
            int n = answer(item, out);
            if (n > 0 && item->length >= n) memcpy((void *)(uintptr_t)item->data_ptr, out, n);
            item->length = n;
        }
        return 0;
    }
    case _IOC_NR(DRM_IOCTL_I915_GEM_CREATE): case DRM_COMMAND_BASE + 0x3c /* GEM_CREATE_EXT, which begins alike */:
        ((struct drm_i915_gem_create *)p)->handle = ++handle;
        return 0;
    case _IOC_NR(DRM_IOCTL_I915_GEM_MMAP_OFFSET): ((struct drm_i915_gem_mmap_offset *)p)->offset = offset += 1ull << 32; return 0;
    case _IOC_NR(DRM_IOCTL_I915_GEM_CONTEXT_CREATE): ((struct drm_i915_gem_context_create *)p)->ctx_id = 1; return 0;
    case _IOC_NR(DRM_IOCTL_I915_GEM_VM_CREATE): ((struct drm_i915_gem_vm_control *)p)->vm_id = 1; return 0;
    case _IOC_NR(DRM_IOCTL_I915_GEM_CONTEXT_GETPARAM): {
        struct drm_i915_gem_context_param *c = p;
        c->value = c->param == I915_CONTEXT_PARAM_GTT_SIZE ? 1ull << 48 : 1;
        return 0;
    }
    }
    if (getenv("SHIM_TRACE")) fprintf(stderr, "shim: drm ioctl 0x%lx ignored\n", _IOC_NR(request));
    return 0;
}
