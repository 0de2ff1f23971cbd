#include "detect/registry.h"

/* A row for each; the hidden ones last. */
#define DETECTORS(ROW) \
    ROW(raw_l2) \
    ROW(kde) \
    ROW(lof) \
    ROW(iforest) \
    ROW(ocsvm) \
    ROW(ocsvm_labels) \
    ROW(dsvdd) \
    ROW(anogan) \
    ROW(anogan_fm) \
    ROW(pca) \
    ROW(linear_ae) \
    ROW(ae) \
    ROW(vae) \
    ROW(mem_ae) \
    ROW(repnn) \
    ROW(sig_repnn) \
    ROW(lis_ae) \
    ROW(linsep_head) \
    ROW(oe_bce) \
    ROW(hsc) \
    ROW(hog_lda) \
    ROW(random) \
    ROW(constant) \
    ROW(latent_mahalanobis) \
    ROW(latent_knn) \
    ROW(latent_kde) \
    ROW(latent_logistic) \
    ROW(latent_gmm) \
    ROW(latent_joint) \
    ROW(phase1) \
    ROW(encoder) \
    ROW(gan)

#define DECLARE(name) extern const struct detector detector_##name;
DETECTORS(DECLARE)

#define ADDRESS(name) &detector_##name,
const struct detector *const registry[] = { DETECTORS(ADDRESS) NULL };
